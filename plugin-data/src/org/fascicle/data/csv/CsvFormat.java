package org.fascicle.data.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Objects;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import org.fascicle.api.problem.InputException;
import org.fascicle.data.file.DataFile;

/** How cells are written. Immutable. */
final class CsvFormat {
    private static final int LONGEST_CELL = 1 << 24;

    private final char delimiter;
    private final char quote;
    private final Charset charset;

    CsvFormat(char delimiter, char quote, Charset charset) {
        this.delimiter = delimiter;
        this.quote = quote;
        this.charset = charset;
    }

    char delimiter() {
        return delimiter;
    }

    /** Goes through a file, or through its first rows. */
    void read(DataFile file, CsvPass pass, int most) throws IOException {
        try (InputStream in = file.open();
                TextReader text = new TextReader(file.name(), in, charset);
                CsvReader<Boolean> reader = CsvReader.builder().fieldSeparator(delimiter).quoteCharacter(quote)
                        .allowExtraFields(true).allowMissingFields(true).maxBufferSize(LONGEST_CELL).build(pass, text)) {
            var lines = reader.iterator();
            while (pass.rows() < most && lines.hasNext()) {
                lines.next();
            }
            // The parser takes the end of the file for the end of a quoted cell.
            if (pass.rows() < most && text.last() != quote) {
                pass.requireClosed();
            }
        } catch (UncheckedIOException e) {
            IOException cause = Objects.requireNonNull(e.getCause());
            if (DataFile.isDamage(cause)) {
                throw file.damaged(cause);
            }
            throw cause;
        } catch (IOException e) {
            if (DataFile.isDamage(e)) {
                throw file.damaged(e);
            }
            throw e;
        } catch (CsvParseException e) {
            throw problem(file, e);
        }
    }

    // The parser puts its own exception around what is thrown while it reads.
    private static RuntimeException problem(DataFile file, CsvParseException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            if (cause instanceof InputException) {
                return (InputException) cause;
            }
        }
        return cause instanceof CsvParseException ? new InputException(file.name(), null, "this is no CSV: " + cause.getMessage(),
                "A quotation mark that is not closed takes all lines behind it into one cell") : e;
    }
}
