/* SPDX-License-Identifier: BSD-2-Clause */
/* What all sources of frames share: their description, and the link types that can be carried. */
#include "capture.h"

#include <pcap.h>
#include <stdio.h>

#include "capture_priv.h"

/* https://www.tcpdump.org/linktypes.html; RAW has three numbers: of files, of Linux, of OpenBSD. */
static const struct link_kind kinds[] = {
    {0, LINK_NULL, "NULL"},
    {1, LINK_ETHERNET, "EN10MB"},
    {6, LINK_TOKEN_RING, "IEEE802"},
    {9, LINK_PPP, "PPP"},
    {12, LINK_RAW, "RAW"},
    {14, LINK_RAW, "RAW"},
    {50, LINK_PPP_HDLC, "PPP_SERIAL"},
    {101, LINK_RAW, "RAW"},
    {104, LINK_PPP_HDLC, "C_HDLC"},
    {108, LINK_LOOP, "LOOP"},
    {113, LINK_SLL, "LINUX_SLL"},
    {228, LINK_RAW, "IPV4"},
    {229, LINK_RAW, "IPV6"},
    {276, LINK_SLL2, "LINUX_SLL2"},
};

/* Link types whose number in files is none of libpcap's own, which know them by another. */
static const struct {
	uint32_t number;
	int dlt;
} renumbered[] = {
    {100, DLT_ATM_RFC1483},
    {102, DLT_SLIP_BSDOS},
    {103, DLT_PPP_BSDOS},
    {106, DLT_ATM_CLIP},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct link_kind *link_kind_find(uint32_t number)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (kinds[i].number == number)
			return &kinds[i];
	}
	return NULL;
}

const char *link_kind_label(uint32_t number, char *buffer, size_t size)
{
	int dlt = number <= UINT16_MAX ? (int)number : -1;
	const char *name;

	for (size_t i = 0; i < COUNT(renumbered); i++) {
		if (renumbered[i].number == number)
			dlt = renumbered[i].dlt;
	}
	name = pcap_datalink_val_to_name(dlt);
	if (name != NULL)
		snprintf(buffer, size, "%s", name);
	else
		snprintf(buffer, size, "number %u", number);
	return buffer;
}

enum link_type capture_link_type(const struct capture *capture)
{
	return capture->link;
}

const char *capture_link_name(const struct capture *capture)
{
	return capture->link_name;
}

uint64_t capture_speed(const struct capture *capture)
{
	return capture->speed;
}

uint64_t capture_skipped(const struct capture *capture)
{
	return capture->skipped;
}

const char *capture_error(const struct capture *capture)
{
	return capture->error;
}

void capture_close(struct capture *capture)
{
	if (capture != NULL)
		capture->close(capture);
}
