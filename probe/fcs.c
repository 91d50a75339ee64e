/* SPDX-License-Identifier: BSD-2-Clause */
/* Decides whether frames carry their FCS. */
#include "fcs.h"

#include <zlib.h>

#include "cursor.h"

#define FCS_OCTETS 4
#define HEADER_OCTETS 14
#define TESTS 64 /* and percents of them that must be valid for "present" */
#define PRESENT_PERCENT 90

void fcs_init(struct fcs *fcs, enum fcs_mode mode)
{
	static const enum fcs_state states[] = {
	    [FCS_AUTO] = FCS_IS_TESTING,
	    [FCS_PRESENT] = FCS_IS_PRESENT,
	    [FCS_ABSENT] = FCS_IS_ABSENT,
	};

	*fcs = (struct fcs){.state = states[mode], .configured = mode != FCS_AUTO};
}

/* IEEE 802.3 3.2.9: CRC-32 over all octets before it, sent with its lowest octet first. */
static bool fcs_valid(const struct frame *frame)
{
	uint32_t covered = frame->len - FCS_OCTETS;
	struct cursor c = cursor_make(frame->data + covered, FCS_OCTETS);
	uint32_t fcs = 0;

	cursor_u32(&c, &fcs);
	return __builtin_bswap32(fcs) == crc32(0, frame->data, covered);
}

static enum fcs_verdict present(const struct frame *frame)
{
	if (frame->len < FCS_OCTETS)
		return FCS_NONE;
	/* What was cut off cannot be checked; it was there. */
	return frame->caplen < frame->len || fcs_valid(frame) ? FCS_GOOD : FCS_BAD;
}

/* Without a header before it, four octets prove nothing. */
static bool testable(const struct frame *frame)
{
	return frame->caplen >= frame->len && frame->len >= HEADER_OCTETS + FCS_OCTETS;
}

static void count_test(struct fcs *fcs, bool valid)
{
	fcs->state = FCS_IS_TESTING;
	fcs->tested++;
	fcs->valid += valid;
	if (fcs->tested < TESTS)
		return;
	if (fcs->valid * 100 >= TESTS * PRESENT_PERCENT)
		fcs->state = FCS_IS_PRESENT;
	else
		fcs->state = fcs->valid == 0 ? FCS_IS_ABSENT : FCS_IS_PER_FRAME;
}

/* What pcap's header, or pcapng's interface or packet, says; true: the verdict is made. */
static bool declared(struct fcs *fcs, const struct frame *frame, enum fcs_verdict *verdict)
{
	/* Any other length is no Ethernet FCS: the frames themselves are asked. */
	if (fcs->configured || (frame->fcs_len != 0 && frame->fcs_len != FCS_OCTETS))
		return false;
	if (fcs->tested == 0)
		fcs->state = frame->fcs_len == 0 ? FCS_IS_ABSENT : FCS_IS_PRESENT;
	*verdict = frame->fcs_len == 0 ? FCS_NONE : present(frame);
	return true;
}

enum fcs_verdict fcs_judge(struct fcs *fcs, const struct frame *frame)
{
	enum fcs_verdict verdict;
	bool testing = !fcs->configured && fcs->tested < TESTS;
	bool valid;

	if (declared(fcs, frame, &verdict))
		return verdict;
	if (!testing && fcs->state == FCS_IS_PRESENT)
		return present(frame);
	if (!testing && fcs->state == FCS_IS_ABSENT)
		return FCS_NONE;
	if (!testable(frame))
		return FCS_NONE;
	valid = fcs_valid(frame);
	if (testing)
		count_test(fcs, valid);
	return valid ? FCS_GOOD : FCS_NONE;
}
