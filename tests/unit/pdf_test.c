/* Documents: the same bytes twice, pages counted, tables broken between rows, any text. */
#include "base_check.h"

#include "io/io.h"

#include <string.h>

static io_pdf *begun(const char *watermark)
{
	io_pdf_style style = {
		.title = "Title", .as_of = "2025-02-28", .classification = "Restricted", .watermark = watermark};
	io_pdf *pdf = NULL;
	hw_error error;

	assert_int_equal(io_pdf_new(&style, &pdf, &error), HW_OK);
	return pdf;
}

static hw_buffer ended(io_pdf *pdf, int *pages)
{
	hw_buffer out = {0};
	hw_error error;

	assert_int_equal(io_pdf_write(pdf, &out, pages, &error), HW_OK);
	io_pdf_free(pdf);
	assert_true(out.length > 500);
	assert_memory_equal(out.bytes, "%PDF-", 5);
	return out;
}

static void fill(io_pdf *pdf, size_t rows)
{
	static const hw_text titles[] = {{"name", 4}, {"number", 6}};

	io_pdf_heading(pdf, 1, HW_TEXT("Зведення"));
	io_pdf_paragraph(pdf, IO_PDF_WARNING, HW_TEXT("Beware."));
	io_pdf_table(pdf, 2, titles, 2);
	for (size_t i = 0; i < rows; i++) {
		const hw_text cells[] = {HW_TEXT("Шевченко Микола"), HW_TEXT("17")};

		io_pdf_row(pdf, cells);
	}
}

static void test_the_same_bytes(void **state)
{
	int pages[2];
	hw_buffer one, two;
	io_pdf *pdf = begun("TRAINING");

	(void)state;
	fill(pdf, 20);
	one = ended(pdf, &pages[0]);
	pdf = begun("TRAINING");
	fill(pdf, 20);
	two = ended(pdf, &pages[1]);
	assert_int_equal(pages[0], 1);
	assert_int_equal(one.length, two.length);
	assert_memory_equal(one.bytes, two.bytes, one.length);
	hw_buffer_free(&one);
	hw_buffer_free(&two);
}

static void test_long_tables_break(void **state)
{
	int pages;
	io_pdf *pdf = begun(NULL);
	hw_buffer out;

	(void)state;
	fill(pdf, 300);
	out = ended(pdf, &pages);
	assert_in_range(pages, 5, 9);
	hw_buffer_free(&out);
}

static void test_an_empty_document_has_a_page(void **state)
{
	int pages;
	hw_buffer out = ended(begun(NULL), &pages);

	(void)state;
	assert_int_equal(pages, 1);
	hw_buffer_free(&out);
}

/* One word of 100,000 letters, a cell longer than a page, more columns than fit, writing from right to left. */
static void test_any_text(void **state)
{
	static char word[100001];
	hw_text many[IO_PDF_COLUMNS];
	int pages;
	io_pdf *pdf = begun(NULL);
	hw_buffer out;

	(void)state;
	memset(word, 'x', sizeof(word) - 1);
	io_pdf_paragraph(pdf, IO_PDF_PLAIN, hw_text_of(word));
	io_pdf_heading(pdf, 9, HW_TEXT("شفچنكو"));
	for (size_t i = 0; i < IO_PDF_COLUMNS; i++)
		many[i] = (hw_text){word, 2000};
	io_pdf_row(pdf, many); /* of no table: passed over */
	io_pdf_table(pdf, IO_PDF_COLUMNS, many, 0);
	io_pdf_row(pdf, many);
	out = ended(pdf, &pages);
	assert_in_range(pages, 2, 60);
	hw_buffer_free(&out);
}

/* 717 points of page, rows of 27 and a head: some 24 rows; fields of three lines, some 9; each break a page. */
static void test_paper_to_write_on(void **state)
{
	static const hw_text titles[] = {{"No.", 3}, {"signature", 9}}, blank[] = {{"", 0}, {"", 0}};
	int pages;
	hw_buffer out;
	io_pdf *pdf = begun(NULL);

	(void)state;
	io_pdf_ruled(pdf, 27); /* no table yet: nothing happens */
	io_pdf_break(pdf);     /* nor does a page stay empty at the beginning */
	io_pdf_table(pdf, 2, titles, 0);
	io_pdf_ruled(pdf, 27);
	for (int i = 0; i < 30; i++)
		io_pdf_row(pdf, blank);
	out = ended(pdf, &pages);
	assert_int_equal(pages, 2);
	hw_buffer_free(&out);
	pdf = begun(NULL);
	for (int i = 0; i < 9; i++)
		io_pdf_field(pdf, HW_TEXT("What was said"), 3);
	io_pdf_break(pdf);
	io_pdf_field(pdf, HW_TEXT("Entered by"), 1);
	io_pdf_break(pdf);
	io_pdf_field(pdf, HW_TEXT("more lines than a page has"), 1000);
	out = ended(pdf, &pages);
	assert_int_equal(pages, 3);
	hw_buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_same_bytes),
		cmocka_unit_test(test_long_tables_break),
		cmocka_unit_test(test_an_empty_document_has_a_page),
		cmocka_unit_test(test_any_text),
		cmocka_unit_test(test_paper_to_write_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
