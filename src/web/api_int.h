/* api_int.h - the door of the API (api.c). */
#ifndef HW_WEB_API_INT_H
#define HW_WEB_API_INT_H

#include "web/site_int.h"

/* Answers one request; every failure is an answer, too. */
void web_api_answer(web_site *site, unsigned worker, const web_request *request, web_answer *answer);

#endif
