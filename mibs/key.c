/* SPDX-License-Identifier: BSD-2-Clause */
/* Instance identifiers: index fields to subidentifiers and back, and their order. */
#include "key.h"

#include <string.h>

#define MAC_LEN 6

int key_compare(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
	size_t shorter = a_len < b_len ? a_len : b_len;

	for (size_t i = 0; i < shorter; i++) {
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	}
	return a_len == b_len ? 0 : a_len < b_len ? -1 : 1;
}

size_t key_encode(
    const struct index_part *parts, size_t count, const void *row, uint32_t *key, size_t len)
{
	for (size_t i = 0; i < count; i++) {
		const uint8_t *field = (const uint8_t *)row + parts[i].offset;

		switch (parts[i].form) {
		case INDEX_U32:
			memcpy(&key[len++], field, sizeof(*key));
			break;
		case INDEX_MAC:
			key[len++] = MAC_LEN;
			for (size_t j = 0; j < MAC_LEN; j++)
				key[len++] = field[j];
			break;
		}
	}
	return len;
}

static bool mac_decode(const uint32_t *key, size_t left, uint8_t *field)
{
	if (left < 1 + MAC_LEN || key[0] != MAC_LEN)
		return false;
	for (size_t j = 0; j < MAC_LEN; j++) {
		if (key[1 + j] > UINT8_MAX)
			return false;
		field[j] = (uint8_t)key[1 + j];
	}
	return true;
}

bool key_decode(
    const struct index_part *parts, size_t count, const uint32_t *key, size_t len, void *row)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		uint8_t *field = (uint8_t *)row + parts[i].offset;

		switch (parts[i].form) {
		case INDEX_U32:
			if (at == len)
				return false;
			memcpy(field, &key[at++], sizeof(*key));
			break;
		case INDEX_MAC:
			if (!mac_decode(key + at, len - at, field))
				return false;
			at += 1 + MAC_LEN;
			break;
		}
	}
	return at == len;
}
