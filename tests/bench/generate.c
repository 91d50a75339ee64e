/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes a generated capture to standard output, the same for the same words. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADERS 42 /* Ethernet, IPv4, UDP */
#define FRAME_MAX 1514

struct kind {
	const char *name;
	uint64_t packets;
	uint32_t flows;
	uint32_t macs;
	bool zipf;
	bool flood;         /* every packet has addresses of its own */
	uint16_t sizes[12]; /* without FCS, in turn */
	unsigned size_count;
	const char *what;
};

static const struct kind kinds[] = {
    {"imix", 5000000, 50000, 2000, true, false,
	{60, 60, 590, 60, 60, 590, 60, 1514, 60, 590, 60, 590}, 12,
	"5 M packets, 7:4:1 of 64, 594 and 1518 octets, 50k flows (zipf), 2k MAC addresses"},
    {"bigflows", 2000000, 200, 200, false, false, {1514}, 1,
	"2 M packets of 1518 octets, 200 flows"},
    {"small64", 10000000, 1000000, 65000, false, false, {60}, 1,
	"10 M packets of 64 octets, 1 M flows, uniform"},
    {"flood", 5000000, 0, 0, false, true, {60}, 1,
	"5 M packets of 64 octets, each from a new MAC and IP address"},
};

struct generator {
	const struct kind *kind;
	uint64_t state; /* of the random numbers */
	double *zipf;   /* cumulated shares of the flows */
	uint8_t frame[FRAME_MAX];
};

/* splitmix64: small, seeded, good enough to spread addresses */
static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static uint64_t draw(struct generator *g)
{
	return mix(g->state++);
}

static void put(uint8_t *at, uint64_t value, size_t len)
{
	while (len-- > 0) {
		at[len] = (uint8_t)value;
		value >>= 8;
	}
}

static bool zipf_make(struct generator *g)
{
	double sum = 0;

	g->zipf = calloc(g->kind->flows, sizeof(*g->zipf));
	if (!g->zipf)
		return false;
	for (uint32_t i = 0; i < g->kind->flows; i++)
		g->zipf[i] = sum += 1.0 / (i + 1);
	for (uint32_t i = 0; i < g->kind->flows; i++)
		g->zipf[i] /= sum;
	return true;
}

static uint32_t draw_flow(struct generator *g)
{
	double wanted = (double)(draw(g) >> 11) / (double)(UINT64_C(1) << 53);
	uint32_t low = 0, high = g->kind->flows - 1;

	if (!g->zipf)
		return (uint32_t)(draw(g) % g->kind->flows);
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (g->zipf[middle] < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The frame of a flow: its number gives all addresses and ports. */
static void frame_fill(struct generator *g, uint64_t flow, uint16_t size)
{
	const struct kind *kind = g->kind;
	uint64_t a = mix(flow * 2 + 1), b = mix(flow * 2 + 2);
	uint8_t *f = g->frame;

	memset(f, 0, HEADERS);
	put(f, 0x020000000000u | (kind->macs ? a % kind->macs : 1), 6);
	put(f + 6, 0x020000000000u | (kind->macs ? b % kind->macs : flow & 0xffffffffff), 6);
	put(f + 12, 0x0800, 2);
	put(f + 14, 0x45, 1);
	put(f + 16, size - 14u, 2);
	put(f + 22, 64, 1);
	put(f + 23, 17, 1);
	put(f + 26, 0x0a000000u | (b & 0xffffff), 4);
	put(f + 30, 0x0a000000u | (a & 0xffffff), 4);
	put(f + 34, 1024 + (b >> 32) % 60000, 2);
	put(f + 36, 1024 + (a >> 32) % 60000, 2);
	put(f + 38, size - 34u, 2);
}

static void number_put(uint32_t number)
{
	fwrite(&number, sizeof(number), 1, stdout);
}

static bool generate(struct generator *g, uint64_t packets)
{
	const struct kind *kind = g->kind;

	number_put(0xa1b23c4d); /* pcap, nanoseconds, this machine's byte order */
	number_put(2 | 4 << 16);
	number_put(0);
	number_put(0);
	number_put(65535);
	number_put(1);
	for (uint64_t i = 0; i < packets; i++) {
		uint16_t size = kind->sizes[i % kind->size_count];
		uint64_t time = i * 1000;

		frame_fill(g, kind->flood ? i : draw_flow(g), size);
		number_put((uint32_t)(1700000000 + time / 1000000000));
		number_put((uint32_t)(time % 1000000000));
		number_put(size);
		number_put(size);
		fwrite(g->frame, size, 1, stdout);
	}
	return fflush(stdout) == 0 && !ferror(stdout);
}

int main(int argc, char **argv)
{
	struct generator g = {.state = 1};
	uint64_t packets;

	for (size_t i = 0; argc > 1 && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].name, argv[1]) == 0)
			g.kind = &kinds[i];
	}
	if (!g.kind || argc > 3) {
		fprintf(stderr, "usage: generate KIND [PACKETS] >FILE.pcap\n");
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			fprintf(stderr, "  %-9s %s\n", kinds[i].name, kinds[i].what);
		return 2;
	}
	packets = argc > 2 ? strtoull(argv[2], NULL, 10) : g.kind->packets;
	if (g.kind->zipf && !zipf_make(&g))
		return 1;
	if (!generate(&g, packets)) {
		perror("generate");
		return 1;
	}
	free(g.zipf);
	return 0;
}
