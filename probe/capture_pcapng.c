/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the packets of pcapng files, over all their sections and interfaces. */

/*
 * By draft-ietf-opsawg-pcapng.  A port has one link type, that of the first interface: packets of
 * interfaces with another are skipped and counted.  Wherever a block contradicts itself or the
 * blocks before it, the file is damaged and ends there.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "capture_file.h"

enum {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 2, /* obsolete, still met */
	BLOCK_SIMPLE = 3,
	BLOCK_ENHANCED = 6,
};

enum {
	OPTION_END = 0,
	OPTION_FLAGS = 2, /* of packets */
	OPTION_SPEED = 8, /* these are of interfaces */
	OPTION_TSRESOL = 9,
	OPTION_FCSLEN = 13,
	OPTION_TSOFFSET = 14,
};

#define BLOCK_MIN 12 /* type, length, length again */
#define INTERFACES_MAX 65536
#define NS 1000000000

__extension__ typedef unsigned __int128 uint128_t;

/* A block in the window: its body without the lengths. */
struct block {
	uint64_t start;
	uint32_t type;
	struct cursor body;
};

/* What a step through the file met. */
enum step {
	STEP_ON, /* nothing to tell */
	STEP_FRAME,
	STEP_END,
	STEP_DAMAGED,
};

static enum step bad(struct capture_file *file, const struct block *block, const char *what)
{
	capture_file_damaged(file, "the block at octet %" PRIu64 " %s", block->start, what);
	return STEP_DAMAGED;
}

static bool number_u32(struct capture_file *file, struct cursor *c, uint32_t *value)
{
	return capture_file_u32(c, file->little, value);
}

static bool number_u64(struct capture_file *file, struct cursor *c, uint64_t *value)
{
	uint32_t first;
	uint32_t second;

	if (!number_u32(file, c, &first) || !number_u32(file, c, &second))
		return false;
	*value = file->little ? (uint64_t)second << 32 | first : (uint64_t)first << 32 | second;
	return true;
}

/*
 * Hands each option to use(), until the end mark, which may be missing.  False: an option runs
 * beyond the block.
 */
static bool read_options(struct capture_file *file, struct cursor c,
    void (*use)(struct capture_file *, void *arg, uint16_t code, struct cursor value), void *arg)
{
	struct cursor value;
	uint16_t code;
	uint16_t len;

	while (cursor_left(&c) > 0) {
		if (!capture_file_u16(&c, file->little, &code) ||
		    !capture_file_u16(&c, file->little, &len))
			return false;
		if (code == OPTION_END)
			return true;
		if (!cursor_window(&c, len, &value) || !cursor_skip(&c, -len & 3))
			return false;
		use(file, arg, code, value);
	}
	return true;
}

/* Ticks per second are a power of ten or, with the top bit set, of two. */
static void set_resolution(struct pcapng_interface *interface, uint8_t resolution)
{
	unsigned int power = resolution & 0x7f;

	interface->multiplier = 1;
	interface->divisor = 1;
	interface->shift = 0;
	if (resolution & 0x80) {
		interface->multiplier = NS;
		interface->shift = (uint8_t)power;
		return;
	}
	if (power > 28) /* twenty digits below the nanosecond: no 64 bits reach up to one */
		interface->multiplier = 0;
	for (; power < 9; power++)
		interface->multiplier *= 10;
	for (; power > 9 && power <= 28; power--)
		interface->divisor *= 10;
}

static int64_t wall_time(const struct pcapng_interface *interface, uint64_t ticks)
{
	uint128_t ns = (uint128_t)ticks * interface->multiplier >> interface->shift;
	int64_t wall;

	if (interface->divisor != 1)
		ns /= interface->divisor;
	wall = ns > INT64_MAX ? INT64_MAX : (int64_t)ns;
	if (__builtin_add_overflow(wall, interface->offset, &wall))
		wall = INT64_MAX;
	return wall;
}

/* The draft says bits, gives 4 as its example, and files have either; no FCS has 8 octets. */
static int8_t fcs_octets(uint8_t value)
{
	return (int8_t)(value < 8 ? value : value / 8);
}

static void set_offset(struct pcapng_interface *interface, int64_t seconds)
{
	if (__builtin_mul_overflow(seconds, (int64_t)NS, &interface->offset))
		interface->offset = seconds < 0 ? INT64_MIN : INT64_MAX;
}

static void interface_option(
    struct capture_file *file, void *arg, uint16_t code, struct cursor value)
{
	struct pcapng_interface *interface = arg;
	uint64_t wide;
	uint8_t octet;

	switch (code) {
	case OPTION_SPEED:
		if (!file->pcapng.linked && number_u64(file, &value, &wide))
			file->capture.speed = wide;
		break;
	case OPTION_TSRESOL:
		if (cursor_u8(&value, &octet))
			set_resolution(interface, octet);
		break;
	case OPTION_FCSLEN:
		if (cursor_u8(&value, &octet))
			interface->fcs_len = fcs_octets(octet);
		break;
	case OPTION_TSOFFSET:
		if (number_u64(file, &value, &wide))
			set_offset(interface, (int64_t)wide);
		break;
	}
}

/* Room for one more; their number is bounded, since each costs a file only 20 octets. */
static struct pcapng_interface *interface_add(struct pcapng_reader *ng)
{
	struct pcapng_interface *larger;
	uint32_t room = ng->room == 0 ? 8 : ng->room * 2;

	if (ng->count == ng->room) {
		if (ng->count >= INTERFACES_MAX)
			return NULL;
		larger = realloc(ng->interfaces, room * sizeof(*larger));
		if (larger == NULL)
			return NULL;
		ng->interfaces = larger;
		ng->room = room;
	}
	return &ng->interfaces[ng->count++];
}

/* The first interface decides the port's link type. */
static bool set_link(struct capture_file *file, uint32_t number)
{
	const struct link_kind *kind = link_kind_find(number);
	char label[64];

	if (kind == NULL) {
		capture_file_damaged(file, "link type %s is not supported",
		    link_kind_label(number, label, sizeof(label)));
		return false;
	}
	file->capture.link = kind->link;
	file->capture.link_name = kind->name;
	file->pcapng.number = number;
	return true;
}

static enum step read_interface(struct capture_file *file, struct block *block)
{
	struct pcapng_reader *ng = &file->pcapng;
	struct pcapng_interface *interface = interface_add(ng);
	uint16_t number;

	if (interface == NULL)
		return bad(file, block, "describes one interface too many");
	*interface = (struct pcapng_interface){.fcs_len = -1};
	set_resolution(interface, 6);
	if (!capture_file_u16(&block->body, file->little, &number) ||
	    !cursor_skip(&block->body, 2) || !number_u32(file, &block->body, &interface->snaplen))
		return bad(file, block, "is too short for an interface");
	if (!ng->linked && !set_link(file, number))
		return STEP_DAMAGED;
	interface->wanted = number == ng->number;
	if (!read_options(file, block->body, interface_option, interface))
		return bad(file, block, "has an option that runs beyond it");
	ng->linked = true;
	return STEP_ON;
}

static void packet_option(struct capture_file *file, void *arg, uint16_t code, struct cursor value)
{
	struct frame *frame = arg;
	uint32_t flags;

	if (code == OPTION_FLAGS && number_u32(file, &value, &flags) && (flags >> 5 & 0xf) != 0)
		frame->fcs_len = (int8_t)(flags >> 5 & 0xf);
}

/* The octets of a packet, and its options: the rest of its block. */
static enum step read_data(struct capture_file *file, struct block *block, struct frame *frame)
{
	struct cursor *c = &block->body;

	if (frame->caplen > CAPTURE_MAX_CAPLEN)
		return bad(file, block, "claims too many captured octets");
	if (!cursor_bytes(c, frame->caplen, &frame->data) || !cursor_skip(c, -frame->caplen & 3))
		return bad(file, block, "is shorter than its packet");
	if (!read_options(file, *c, packet_option, frame))
		return bad(file, block, "has an option that runs beyond it");
	/* Some writers leave len behind when they add octets: what is there was there. */
	if (frame->len < frame->caplen)
		frame->len = frame->caplen;
	return STEP_FRAME;
}

/* Enhanced packet blocks, and the obsolete packet blocks, which differ in their first 4 octets. */
static enum step read_packet(struct capture_file *file, struct block *block, struct frame *frame)
{
	struct pcapng_reader *ng = &file->pcapng;
	const struct pcapng_interface *interface;
	struct cursor *c = &block->body;
	uint16_t narrow = 0;
	uint32_t index = UINT32_MAX;
	uint32_t high;
	uint32_t low;
	enum step step;

	if (block->type == BLOCK_PACKET) {
		capture_file_u16(c, file->little, &narrow);
		cursor_skip(c, 2); /* drops, by a count that nobody kept */
		index = narrow;
	} else {
		number_u32(file, c, &index);
	}
	if (!number_u32(file, c, &high) || !number_u32(file, c, &low) ||
	    !number_u32(file, c, &frame->caplen) || !number_u32(file, c, &frame->len))
		return bad(file, block, "is too short for a packet");
	if (index >= ng->count)
		return bad(file, block, "names an interface that no block described");
	interface = &ng->interfaces[index];
	frame->fcs_len = interface->fcs_len;
	step = read_data(file, block, frame);
	if (step != STEP_FRAME)
		return step;
	if (!interface->wanted) {
		file->capture.skipped++;
		return STEP_ON;
	}
	frame->wall = wall_time(interface, (uint64_t)high << 32 | low);
	ng->wall = frame->wall;
	return STEP_FRAME;
}

/* Simple packet blocks are of interface 0 and have no time: they take that of the packet before. */
static enum step read_simple(struct capture_file *file, struct block *block, struct frame *frame)
{
	const struct pcapng_interface *interface = file->pcapng.interfaces;

	if (!number_u32(file, &block->body, &frame->len))
		return bad(file, block, "is too short for a packet");
	if (file->pcapng.count == 0)
		return bad(file, block, "names an interface that no block described");
	frame->caplen = frame->len;
	if (interface->snaplen != 0 && frame->caplen > interface->snaplen)
		frame->caplen = interface->snaplen;
	if (frame->caplen > CAPTURE_MAX_CAPLEN)
		return bad(file, block, "claims too many captured octets");
	if (!cursor_bytes(&block->body, frame->caplen, &frame->data))
		return bad(file, block, "is shorter than its packet");
	if (!interface->wanted) {
		file->capture.skipped++;
		return STEP_ON;
	}
	frame->fcs_len = interface->fcs_len;
	frame->wall = file->pcapng.wall;
	return STEP_FRAME;
}

/* A section begins with its byte order, which the length before it is already in. */
static enum step begin_section(struct capture_file *file, uint64_t start)
{
	struct cursor c;
	uint32_t magic = 0;
	uint16_t major = 0;

	if (!capture_file_has(file, 16)) {
		capture_file_cut(file, "block", start);
		return STEP_DAMAGED;
	}
	c = capture_file_cursor(file);
	cursor_skip(&c, 8);
	cursor_u32(&c, &magic);
	file->little = magic == 0x4d3c2b1a;
	if (!file->little && magic != 0x1a2b3c4d) {
		capture_file_damaged(
		    file, "the section at octet %" PRIu64 " has no byte order", start);
		return STEP_DAMAGED;
	}
	capture_file_u16(&c, file->little, &major);
	if (major != 1) {
		capture_file_damaged(file,
		    "the section at octet %" PRIu64 " is of unknown version %u", start, major);
		return STEP_DAMAGED;
	}
	file->pcapng.count = 0;
	return STEP_ON;
}

/* The length that ends a block must be the one that begins it. */
static enum step check_trailer(struct capture_file *file, const struct block *block, uint32_t len)
{
	struct cursor c = capture_file_cursor(file);
	uint32_t again = 0;

	number_u32(file, &c, &again);
	if (again != len)
		return bad(file, block, "ends in another length than it begins with");
	return STEP_ON;
}

/* Blocks of no interest may be of any length. */
static enum step skip_block(struct capture_file *file, const struct block *block, uint32_t len)
{
	enum step step;

	if (!capture_file_skip(file, (((uint64_t)len + 3) & ~3ULL) - 4) ||
	    !capture_file_has(file, 4)) {
		capture_file_cut(file, "block", block->start);
		return STEP_DAMAGED;
	}
	step = check_trailer(file, block, len);
	capture_file_take(file, 4);
	return step;
}

static enum step use_block(struct capture_file *file, struct block *block, struct frame *frame)
{
	switch (block->type) {
	case BLOCK_INTERFACE:
		return read_interface(file, block);
	case BLOCK_SIMPLE:
		return read_simple(file, block, frame);
	case BLOCK_PACKET:
	case BLOCK_ENHANCED:
		return read_packet(file, block, frame);
	default:
		return STEP_ON;
	}
}

static bool block_is_used(uint32_t type)
{
	return type == BLOCK_INTERFACE || type == BLOCK_PACKET || type == BLOCK_SIMPLE ||
	       type == BLOCK_ENHANCED;
}

/* A block that is to be looked into: wholly in the window, its lengths checked. */
static enum step read_block(
    struct capture_file *file, struct block *block, uint32_t len, struct frame *frame)
{
	size_t padded = ((size_t)len + 3) & ~(size_t)3; /* some writers forget the padding */
	struct cursor c;
	enum step step;

	if (len > CAPTURE_FILE_RECORD_MAX)
		return bad(file, block, "claims more octets than a packet can have");
	if (!capture_file_has(file, padded)) {
		capture_file_cut(file, "block", block->start);
		return STEP_DAMAGED;
	}
	c = capture_file_cursor(file);
	cursor_skip(&c, 8);
	cursor_window(&c, padded - BLOCK_MIN, &block->body);
	capture_file_take(file, padded - 4);
	step = check_trailer(file, block, len);
	capture_file_take(file, 4);
	return step == STEP_ON ? use_block(file, block, frame) : step;
}

static enum step next_block(struct capture_file *file, struct frame *frame)
{
	struct block block = {.start = capture_file_offset(file)};
	struct cursor c;
	uint32_t len = 0;
	enum step step;

	if (!capture_file_has(file, 8)) {
		if (file->at == file->end && file->capture.error[0] == '\0')
			return STEP_END;
		capture_file_cut(file, "block", block.start);
		return STEP_DAMAGED;
	}
	c = capture_file_cursor(file);
	number_u32(file, &c, &block.type);
	if (block.type == BLOCK_SECTION) {
		step = begin_section(file, block.start);
		if (step != STEP_ON)
			return step;
	}
	c = capture_file_cursor(file); /* which begin_section() may have moved */
	cursor_skip(&c, 4);
	number_u32(file, &c, &len);
	if (len < (block.type == BLOCK_SECTION ? 28 : BLOCK_MIN))
		return bad(file, &block, "claims fewer octets than its kind has");
	if (!block_is_used(block.type))
		return skip_block(file, &block, len);
	return read_block(file, &block, len, frame);
}

static enum capture_result pcapng_read(struct capture_file *file, struct frame *frame)
{
	enum step step;

	do {
		step = next_block(file, frame);
	} while (step == STEP_ON);
	if (step == STEP_FRAME)
		return CAPTURE_FRAME;
	return step == STEP_END ? CAPTURE_END : CAPTURE_DAMAGED;
}

bool pcapng_begin(struct capture_file *file)
{
	enum step step = STEP_ON;

	file->read = pcapng_read;
	file->capture.link = LINK_ETHERNET; /* of a file without any interface */
	file->capture.link_name = "EN10MB";
	while (step == STEP_ON && !file->pcapng.linked)
		step = next_block(file, &file->frame);
	return step != STEP_DAMAGED;
}

void pcapng_end(struct capture_file *file)
{
	free(file->pcapng.interfaces);
}
