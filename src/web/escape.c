#include "web/web.h"

void web_escape(hw_buffer *out, hw_text t)
{
	size_t from = 0;

	for (size_t i = 0; i < t.length; i++) {
		const char *reference;

		switch (t.bytes[i]) {
		case '&':
			reference = "&amp;";
			break;
		case '<':
			reference = "&lt;";
			break;
		case '>':
			reference = "&gt;";
			break;
		case '"':
			reference = "&quot;";
			break;
		case '\'':
			reference = "&#39;";
			break;
		default:
			continue;
		}
		hw_buffer_add(out, (hw_text){t.bytes + from, i - from});
		hw_buffer_adds(out, reference);
		from = i + 1;
	}
	hw_buffer_add(out, (hw_text){t.bytes + from, t.length - from});
}
