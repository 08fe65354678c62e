/* Heads and feet of what is printed. */
#include "bureau/paper_int.h"

#include <stdio.h>
#include <string.h>

hw_status paper_begin(paper *p, const char *lang, const char *title, const char *as_of, bool training,
		      const char *marking, hw_error *error)
{
	return paper_begin_marked(p, lang, title, as_of, training, marking, NULL, error);
}

hw_status paper_begin_marked(paper *p, const char *lang, const char *title, const char *as_of, bool training,
			     const char *marking, const char *watermark, hw_error *error)
{
	io_pdf_style style = {.title = title, .as_of = as_of};

	*p = (paper){.lang = lang, .arena = hw_arena_new(1 << 28)};
	if (!p->arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a document");
	style.classification = paper_say(p, marking ? marking : "Restricted: for the bureau only");
	style.watermark = training && watermark
				  ? hw_text_format(p->arena, "%s\n%s", paper_say(p, "TRAINING"), watermark).bytes
			  : training ? paper_say(p, "TRAINING")
				     : watermark;
	style.page_words = !strcmp(lang, "uk") ? "сторінка %d з %d" : "page %d of %d";
	style.as_of_words = paper_say(p, "as of");
	return io_pdf_new(&style, &p->pdf, error);
}

hw_status paper_end(paper *p, hw_status status, hw_buffer *out, hw_error *error)
{
	if (status == HW_OK && p->pdf)
		status = io_pdf_write(p->pdf, out, NULL, error);
	io_pdf_free(p->pdf);
	hw_arena_free(p->arena);
	*p = (paper){0};
	return status;
}

const char *paper_say(const paper *p, const char *english)
{
	return bureau_word(p->lang, english);
}

void paper_heading(paper *p, const char *english)
{
	io_pdf_heading(p->pdf, 2, hw_text_format(p->arena, "%d. %s", ++p->section, paper_say(p, english)));
}

void paper_titles(paper *p, const char *const *english, size_t count, unsigned right)
{
	hw_text titles[IO_PDF_COLUMNS];

	for (size_t i = 0; i < count; i++)
		titles[i] = hw_text_of(paper_say(p, english[i]));
	io_pdf_table(p->pdf, count, titles, right);
}

hw_text paper_count(paper *p, int64_t n)
{
	return hw_text_format(p->arena, "%lld", (long long)n);
}

hw_text paper_join(paper *p, const bureau_texts *texts, const char *between, size_t most)
{
	hw_text all = HW_TEXT("");

	for (size_t i = 0; i < texts->count && i < most; i++)
		all = hw_text_format(p->arena, "%.*s%s%.*s", HW_TEXT_ARG(all), i ? between : "",
				     HW_TEXT_ARG(texts->items[i]));
	if (texts->count > most)
		all = hw_text_format(p->arena, "%.*s (+%zu)", HW_TEXT_ARG(all), texts->count - most);
	return all;
}
