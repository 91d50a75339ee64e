/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes IEEE 802.2 LLC and SNAP headers. */
#include "dec.h"

#define SAP_SNAP 0xaa
#define SAP_GLOBAL 0xff
#define CONTROL_UI 0x03 /* unnumbered information */
#define CONTROL_U 0x03  /* both low bits set: one octet; else two */
#define OUI_ETHERTYPE 0x000000
#define OUI_BRIDGED 0x0000f8 /* IEEE 802.1H: an Ethernet type too */

static void take_snap(struct packet *p, struct span *s)
{
	struct cursor h;
	uint8_t oui_high;
	uint16_t oui_low;
	uint16_t type;
	uint32_t oui;

	if (!dec_header(p, s, 5, DAMAGE_LLC_SHORT, &h) || !cursor_u8(&h, &oui_high) ||
	    !cursor_u16(&h, &oui_low) || !cursor_u16(&h, &type))
		return;
	oui = (uint32_t)oui_high << 16 | oui_low;
	dec_network(p, s, oui == OUI_ETHERTYPE || oui == OUI_BRIDGED ? type : 0);
}

void dec_llc(struct packet *p, struct span *s)
{
	struct cursor peek = s->cursor;
	uint8_t dsap;
	uint8_t ssap;
	uint8_t control;
	struct cursor h;

	/* Novell's raw 802.3 has IPX here, whose checksum is always FF FF, and no LLC. */
	if (cursor_u8(&peek, &dsap) && cursor_u8(&peek, &ssap) && dsap == SAP_GLOBAL &&
	    ssap == SAP_GLOBAL) {
		dec_network(p, s, 0);
		return;
	}
	if (!dec_header(p, s, 3, DAMAGE_LLC_SHORT, &h) || !cursor_u8(&h, &dsap) ||
	    !cursor_u8(&h, &ssap) || !cursor_u8(&h, &control))
		return;
	if ((control & CONTROL_U) != CONTROL_U && !dec_header(p, s, 1, DAMAGE_LLC_SHORT, &h))
		return;
	p->dsap = dsap;
	p->ssap = ssap;
	p->llc_control = control;
	p->layers |= LAYER_LLC;
	if (dsap == SAP_SNAP && ssap == SAP_SNAP && control == CONTROL_UI)
		take_snap(p, s);
	else
		dec_network(p, s, 0);
}
