package org.fascicle.tck.contract;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

/** Writes JSON with an object's members on lines of their own, but those of a tensor, the innermost, on one. Used once. */
final class TensorLines extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;
    private static final int TENSOR = 6;
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

    TensorLines() {
        super(new Separators().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        indentObjectsWith(LINES);
    }

    private TensorLines(TensorLines same) {
        super(same);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new TensorLines(this);
    }

    @Override
    public void beforeObjectEntries(JsonGenerator out) throws IOException {
        indent(out);
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
        out.writeRaw(',');
        indent(out);
    }

    @Override
    public void writeEndObject(JsonGenerator out, int entries) throws IOException {
        boolean tensor = _nesting > TENSOR;
        _nesting--;
        if (tensor) {
            out.writeRaw(' ');
        } else if (entries > 0) {
            LINES.writeIndentation(out, _nesting);
        }
        out.writeRaw('}');
    }

    private void indent(JsonGenerator out) throws IOException {
        if (_nesting <= TENSOR) {
            LINES.writeIndentation(out, _nesting);
        } else {
            out.writeRaw(' ');
        }
    }
}
