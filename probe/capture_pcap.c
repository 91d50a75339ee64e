/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the records of pcap files. */
#include <inttypes.h>

#include "capture_file.h"

#define HEADER_LEN 24

/* https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/ and, for the last, libpcap. */
static const struct {
	uint32_t magic;
	uint32_t fraction;
	uint32_t record_header;
} variants[] = {
    {0xa1b2c3d4, 1000, 16}, {0xa1b23c4d, 1, 16},
    {0xa1b2cd34, 1000, 24}, /* Kuznetzov's: interface, protocol and type of packet follow */
};

/* The field of the link type says more in its upper bits. */
enum {
	LINK_NUMBER = 0x0000ffff,
	LINK_FCS_KNOWN = 0x04000000,
	LINK_FCS_SHIFT = 28, /* units of 16 bits */
};

/* len counts before caplen up to version 2.2, and in some files of 2.3. */
static void fix_lengths(const struct pcap_reader *pcap, struct frame *frame)
{
	uint32_t caplen = frame->caplen;

	if (pcap->minor < 3 || (pcap->minor == 3 && caplen > frame->len)) {
		frame->caplen = frame->len;
		frame->len = caplen;
	}
	/* Some writers leave len behind when they add octets: what is there was there. */
	if (frame->len < frame->caplen)
		frame->len = frame->caplen;
}

static enum capture_result pcap_read(struct capture_file *file, struct frame *frame)
{
	uint64_t start = capture_file_offset(file);
	uint32_t header_len = file->pcap.header_len;
	struct cursor c;
	uint32_t seconds = 0;
	uint32_t fraction = 0;

	if (!capture_file_has(file, header_len)) {
		if (file->at == file->end && file->capture.error[0] == '\0')
			return CAPTURE_END;
		return capture_file_cut(file, "record", start);
	}
	c = capture_file_cursor(file);
	capture_file_u32(&c, file->little, &seconds);
	capture_file_u32(&c, file->little, &fraction);
	capture_file_u32(&c, file->little, &frame->caplen);
	capture_file_u32(&c, file->little, &frame->len);
	fix_lengths(&file->pcap, frame);
	if (frame->caplen > CAPTURE_MAX_CAPLEN)
		return capture_file_damaged(file,
		    "the record at octet %" PRIu64 " claims %" PRIu32 " captured octets", start,
		    frame->caplen);
	if (!capture_file_has(file, header_len + frame->caplen))
		return capture_file_cut(file, "record", start);
	/* A fraction above one second is simply added: some writers do that. */
	frame->wall = (int64_t)seconds * 1000000000 + (int64_t)fraction * file->pcap.fraction;
	frame->data = file->buffer + file->at + header_len;
	frame->fcs_len = file->pcap.fcs_len;
	capture_file_take(file, header_len + frame->caplen);
	return CAPTURE_FRAME;
}

/* The file header behind the magic. */
static bool read_header(struct capture_file *file)
{
	struct cursor c = capture_file_cursor(file);
	const struct link_kind *kind;
	uint16_t major = 0;
	uint32_t field = 0;
	char label[64];

	cursor_skip(&c, 4);
	capture_file_u16(&c, file->little, &major);
	capture_file_u16(&c, file->little, &file->pcap.minor);
	cursor_skip(&c, 12); /* time zone and accuracy, both never used, and snapshot length */
	capture_file_u32(&c, file->little, &field);
	if (major != 2) {
		capture_file_damaged(
		    file, "pcap of unknown version %u.%u", major, file->pcap.minor);
		return false;
	}
	kind = link_kind_find(field & LINK_NUMBER);
	if (kind == NULL) {
		capture_file_damaged(file, "link type %s is not supported",
		    link_kind_label(field & LINK_NUMBER, label, sizeof(label)));
		return false;
	}
	file->capture.link = kind->link;
	file->capture.link_name = kind->name;
	file->pcap.fcs_len = -1;
	if (field & LINK_FCS_KNOWN)
		file->pcap.fcs_len = (int8_t)(2 * (field >> LINK_FCS_SHIFT));
	return true;
}

bool pcap_begin(struct capture_file *file, uint32_t magic)
{
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		if (magic != variants[i].magic && __builtin_bswap32(magic) != variants[i].magic)
			continue;
		file->little = magic != variants[i].magic;
		file->pcap.fraction = variants[i].fraction;
		file->pcap.header_len = variants[i].record_header;
		file->read = pcap_read;
		if (!capture_file_has(file, HEADER_LEN)) {
			capture_file_cut(file, "header", 0);
			return false;
		}
		if (!read_header(file))
			return false;
		capture_file_take(file, HEADER_LEN);
		return true;
	}
	capture_file_damaged(file, "not a pcap or pcapng file");
	return false;
}
