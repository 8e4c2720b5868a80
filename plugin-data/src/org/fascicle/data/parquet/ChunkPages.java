package org.fascicle.data.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** The pages of a column in a group of rows, one after the other, unzipped. Used by one thread. */
final class ChunkPages implements PageReader {
    private final String file;
    private final ParquetColumn column;
    private final ColumnMetaData chunk;
    private final byte[] bytes;
    private int at;
    private long values;
    private @Nullable PageHeader header;

    /**
     * Pages.
     *
     * @param chunk what the footer says of them
     * @param bytes of all of them, with their headers
     */
    ChunkPages(String file, ParquetColumn column, ColumnMetaData chunk, byte[] bytes) {
        this.file = file;
        this.column = column;
        this.chunk = chunk;
        this.bytes = bytes;
    }

    @Override
    public long getTotalValueCount() {
        return chunk.getNum_values();
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
        try {
            PageHeader next = header();
            if (next.getType() != PageType.DICTIONARY_PAGE) {
                return null;
            }
            DictionaryPageHeader page = given(next.getDictionary_page_header());
            byte[] whole = body(next);
            byte[] plain = Codecs.plain(chunk.getCodec(), whole, 0, next.getUncompressed_page_size(), file, column.name());
            if (page.getNum_values() < 0 || (long) page.getNum_values() * least() > plain.length) {
                throw damaged("a dictionary of " + plain.length + " bytes cannot have " + page.getNum_values() + " values");
            }
            return new DictionaryPage(BytesInput.from(plain), page.getNum_values(), encoding(page.getEncoding()));
        } catch (IOException e) {
            throw damaged(e.getMessage());
        }
    }

    @Override
    public DataPage readPage() {
        try {
            while (true) {
                PageHeader next = header();
                byte[] whole = body(next);
                if (next.getType() == PageType.DATA_PAGE && given(next.getData_page_header()).getNum_values() != 0) {
                    return first(next, next.getData_page_header(), whole);
                } else if (next.getType() == PageType.DATA_PAGE_V2 && given(next.getData_page_header_v2()).getNum_values() != 0) {
                    return second(next, next.getData_page_header_v2(), whole);
                } else if (next.getType() == PageType.DICTIONARY_PAGE) {
                    throw damaged("there are two dictionaries");
                }
            }
        } catch (IOException e) {
            throw damaged(e.getMessage());
        }
    }

    private DataPage first(PageHeader next, DataPageHeader page, byte[] whole) throws IOException {
        count(page.getNum_values());
        byte[] plain = Codecs.plain(chunk.getCodec(), whole, 0, next.getUncompressed_page_size(), file, column.name());
        Encoding encoding = encoding(page.getEncoding());
        int levels = 0;
        if (isOptional()) {
            levels = plain.length < Integer.BYTES ? -1
                    : (plain[0] & 0xff | (plain[1] & 0xff) << 8 | (plain[2] & 0xff) << 16 | plain[3] << 24) + Integer.BYTES;
            boolean runs = encoding(page.getDefinition_level_encoding()) == Encoding.RLE;
            if (runs && (levels < Integer.BYTES || levels > plain.length)) {
                throw damaged("a page says that " + levels + " of its " + plain.length + " bytes say which cells are missing");
            } else if (!runs) {
                levels = (int) Math.min(plain.length, (page.getNum_values() + 7L) / 8);
            }
        }
        DeltaCheck.check(encoding, plain, levels, page.getNum_values(), this::damaged);
        return new DataPageV1(BytesInput.from(plain), page.getNum_values(), plain.length, null,
                encoding(page.getRepetition_level_encoding()), encoding(page.getDefinition_level_encoding()), encoding);
    }

    private DataPage second(PageHeader next, DataPageHeaderV2 page, byte[] whole) throws IOException {
        count(page.getNum_values());
        int repetition = page.getRepetition_levels_byte_length();
        int definition = page.getDefinition_levels_byte_length();
        if (repetition < 0 || definition < 0 || repetition > whole.length - definition || page.getNum_nulls() < 0
                || page.getNum_nulls() > page.getNum_values() || page.getNum_rows() != page.getNum_values()) {
            throw damaged("the header of a page makes no sense: " + page);
        }
        int levels = repetition + definition;
        boolean packed = !page.isSetIs_compressed() || page.isIs_compressed();
        byte[] plain = packed && levels < whole.length
                ? Codecs.plain(chunk.getCodec(), whole, levels, next.getUncompressed_page_size() - levels, file, column.name())
                : Arrays.copyOfRange(whole, levels, whole.length);
        Encoding encoding = encoding(page.getEncoding());
        DeltaCheck.check(encoding, plain, 0, page.getNum_values(), this::damaged);
        return DataPageV2.uncompressed(page.getNum_rows(), page.getNum_nulls(), page.getNum_values(),
                BytesInput.from(whole, 0, repetition), BytesInput.from(whole, repetition, definition), encoding,
                BytesInput.from(plain), null);
    }

    private void count(int more) {
        values += more;
        if (more < 0 || values > chunk.getNum_values()) {
            throw damaged("its pages have more than its " + chunk.getNum_values() + " values");
        }
    }

    private PageHeader header() throws IOException {
        PageHeader known = header;
        if (known != null) {
            return known;
        }
        ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, bytes.length - at);
        PageHeader read;
        try {
            read = Util.readPageHeader(in);
        } catch (RuntimeException e) {
            throw damaged("the header of a page cannot be read: " + e.getMessage());
        }
        at = bytes.length - in.available();
        int length = read.getCompressed_page_size();
        if (length < 0 || length > bytes.length - at || read.getUncompressed_page_size() < 0) {
            throw damaged("a page would have " + length + " bytes, and " + (bytes.length - at) + " are left");
        }
        header = read;
        return read;
    }

    /** The bytes of the page whose header was read. */
    private byte[] body(PageHeader of) {
        byte[] body = Arrays.copyOfRange(bytes, at, at + of.getCompressed_page_size());
        at += body.length;
        header = null;
        if (of.isSetCrc()) {
            CRC32 check = new CRC32();
            check.update(body);
            if ((int) check.getValue() != of.getCrc()) {
                throw damaged("the bytes of a page are not those that were written");
            }
        }
        return body;
    }

    private boolean isOptional() {
        return column.descriptor() != null && column.descriptor().getMaxDefinitionLevel() > 0;
    }

    /** The bytes that each value of a dictionary has at least. */
    private int least() {
        Type type = chunk.getType();
        return type == Type.INT64 || type == Type.DOUBLE ? Long.BYTES : type == Type.FIXED_LEN_BYTE_ARRAY ? 1 : Integer.BYTES;
    }

    private Encoding encoding(org.apache.parquet.format.@Nullable Encoding named) {
        if (named == null) {
            throw damaged("a page is encoded in a way that is not known");
        }
        return Encoding.valueOf(named.name());
    }

    private <T> T given(@Nullable T part) {
        if (part == null) {
            throw damaged("a page has the header of another kind of page");
        }
        return part;
    }

    private InputException damaged(@Nullable String problem) {
        return ParquetFile.damaged(file, "in the column '" + column.name() + "', " + problem);
    }
}
