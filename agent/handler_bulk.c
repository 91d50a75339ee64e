/* SPDX-License-Identifier: BSD-2-Clause */
/* GETBULK: an answer that would be longer than it may be ends early (RFC 3416, 4.2.3). */
#include "handler_priv.h"
#include "snmp.h"

/*
 * The varbinds of an answer in the making: those asked for once, then rows of repetitions.  net-snmp
 * keeps the latter column by column and turns them when all handlers have answered, so a handler
 * sees what others have put there, and empty ones where they are still to come.
 */
struct sheet {
	const netsnmp_agent_session *asp;
	size_t once;
	size_t columns;
	size_t rows;
};

/* What a varbind of others is taken to be while none of its column is there. */
#define OCTETS_UNKNOWN 100

static struct sheet sheet_of(const netsnmp_agent_session *asp)
{
	size_t count = (size_t)asp->vbcount;
	size_t once = (size_t)asp->pdu->errstat;

	if (once > count)
		once = count;
	return (struct sheet){asp, once, count - once, (size_t)asp->pdu->errindex};
}

static netsnmp_variable_list *cell(const struct sheet *sheet, size_t row, size_t column)
{
	return sheet->asp->bulkcache[column * sheet->rows + row];
}

static bool is_answered(const netsnmp_variable_list *varbind)
{
	return varbind->name_length > 0 && varbind->type != ASN_NULL &&
	       varbind->type != ASN_PRIV_RETRY;
}

/* One that is still to come is probably as long as what its column began with. */
static size_t expected_octets(
    const netsnmp_variable_list *varbind, const netsnmp_variable_list *like)
{
	if (is_answered(varbind))
		return varbind_octets(varbind);
	return is_answered(like) ? varbind_octets(like) : OCTETS_UNKNOWN;
}

/*
 * The answer so far.  Where it gets too long, the next varbind that is there becomes its end: both
 * of net-snmp's encoders stop at this type.  An empty one cannot be that, because net-snmp makes
 * an endOfMibView of what has no name.
 */
struct account {
	size_t left;
	bool over;
	bool ended;
	size_t counted;
};

/* False: the answer ends with this varbind, or did before. */
static bool account_add(
    struct account *account, netsnmp_variable_list *varbind, const netsnmp_variable_list *like)
{
	size_t octets = expected_octets(varbind, like);

	if (varbind->type == ASN_PRIV_STOP)
		return false;
	if (octets > account->left)
		account->over = true;
	else
		account->left -= octets;
	if (account->over && is_answered(varbind)) {
		varbind->type = ASN_PRIV_STOP;
		return false;
	}
	account->counted++;
	return true;
}

size_t bulk_room(const netsnmp_pdu *pdu)
{
	size_t overhead = message_octets(pdu);
	size_t most = (size_t)pdu->msgMaxSize;

	return most > overhead ? most - overhead : 0;
}

/* How many varbinds the answer has before it ends. */
static size_t cut(const struct sheet *sheet)
{
	struct account account = {.left = bulk_room(sheet->asp->pdu)};
	netsnmp_variable_list *varbind = sheet->asp->pdu->variables;

	for (size_t i = 0; i < sheet->once; i++, varbind = varbind->next_variable) {
		if (!account_add(&account, varbind, varbind))
			return account.counted;
	}
	for (size_t row = 0; row < sheet->rows; row++) {
		for (size_t column = 0; column < sheet->columns; column++) {
			if (!account_add(
				&account, cell(sheet, row, column), cell(sheet, 0, column)))
				return account.counted;
		}
	}
	return account.counted;
}

/*
 * A request whose next repetition comes after the end is done.  The name it has by then is that of
 * the repetition before; as long as it has the one asked for, which need not be in view, net-snmp
 * must go on with it.
 */
static void end_request(const struct sheet *sheet, netsnmp_request_info *request, size_t end)
{
	size_t number = (size_t)request->index - 1;
	size_t row = (size_t)(request->orig_repeat - request->repeat);

	if (number < sheet->once || is_answered(request->requestvb) ||
	    sheet->once + row * sheet->columns + (number - sheet->once) < end)
		return;
	request->repeat = 0;
	if (row > 0)
		request->requestvb->type = ASN_PRIV_STOP;
}

/* False: not even the first varbind fits. */
static bool end_answer(const netsnmp_agent_session *asp, netsnmp_request_info *requests)
{
	struct sheet sheet = sheet_of(asp);
	size_t end = cut(&sheet);

	if (end == sheet.once + sheet.rows * sheet.columns)
		return true;
	for (netsnmp_request_info *request = requests; request; request = request->next)
		end_request(&sheet, request, end);
	return end > 0;
}

/* Goes down with each varbind that is answered. */
static unsigned long unanswered(const netsnmp_request_info *requests)
{
	unsigned long count = 0;

	for (; requests; requests = requests->next)
		count += (unsigned long)requests->repeat + !is_answered(requests->requestvb);
	return count;
}

static int fit(netsnmp_mib_handler *handler, netsnmp_handler_registration *reginfo,
    netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	unsigned long before = unanswered(requests);
	int status = netsnmp_call_next_handler(handler, reginfo, info, requests);

	if (status != SNMP_ERR_NOERROR || info->mode != MODE_GETBULK ||
	    unanswered(requests) == before)
		return status;
	return end_answer(info->asp, requests) ? status : SNMP_ERR_TOOBIG;
}

bool handler_fit_answers(void)
{
	for (subtree_context_cache *context = get_top_context_cache(); context;
	     context = context->next) {
		for (netsnmp_subtree *tree = context->first_subtree; tree; tree = tree->next) {
			netsnmp_mib_handler *handler;

			if (!tree->reginfo)
				continue;
			handler = netsnmp_create_handler("fit", fit);
			if (!handler ||
			    netsnmp_inject_handler(tree->reginfo, handler) != SNMPERR_SUCCESS) {
				netsnmp_handler_free(handler);
				return false;
			}
		}
	}
	return true;
}
