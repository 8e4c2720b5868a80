package org.fascicle.data.parquet;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.protocol.TProtocolUtil;

/**
 * A Parquet file: its footer, which describes its columns and says where their values are. What the footer claims is held against the
 * file before memory is taken for it. Used by one thread.
 */
final class ParquetFile implements Closeable {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENCRYPTED = "PARE".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL = 8;
    /** Nothing in a footer lies deeper. */
    private static final int DEPTH = 64;

    private final FileBytes bytes;
    private final long end;
    private final List<ParquetColumn> columns;
    private final List<RowGroup> groups;
    private final @Nullable ParsedVersion writer;

    static {
        TProtocolUtil.setMaxSkipDepth(DEPTH);
    }

    private ParquetFile(FileBytes bytes, long end, FileMetaData footer) {
        this.bytes = bytes;
        this.end = end;
        this.columns = columns(footer.getSchema());
        this.groups = footer.getRow_groups();
        this.writer = writer(footer.getCreated_by());
        long rows = 0;
        for (RowGroup group : groups) {
            if (group.getNum_rows() < 0 || group.getNum_rows() > Integer.MAX_VALUE - rows) {
                throw damaged("a group of rows has " + group.getNum_rows() + " rows");
            }
            rows += group.getNum_rows();
        }
        if (rows != footer.getNum_rows()) {
            throw damaged("it has " + footer.getNum_rows() + " rows, and its groups of rows have " + rows);
        }
    }

    /** Opens a file. */
    static ParquetFile open(InputFile input) throws IOException {
        FileBytes bytes = FileBytes.open(input);
        try {
            return open(bytes);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static ParquetFile open(FileBytes bytes) throws IOException {
        long size = bytes.size();
        byte[] head = bytes.read(0, (int) Math.min(MAGIC.length, size));
        byte[] tail = bytes.read(Math.max(0, size - TAIL), (int) Math.min(TAIL, size));
        if (Arrays.equals(head, ENCRYPTED) || Arrays.equals(last(tail), ENCRYPTED)) {
            throw new InputException(bytes.name(), null, "the Parquet file is encrypted", "Write it without encryption");
        } else if (!Arrays.equals(head, MAGIC)) {
            throw new InputException(bytes.name(), null, "this is no Parquet file: it does not begin with PAR1",
                    "Is it the right file?");
        } else if (size < MAGIC.length + TAIL || !Arrays.equals(last(tail), MAGIC)) {
            throw damaged(bytes.name(), "its end is missing");
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        long end = size - TAIL - length;
        if (length < 0 || end < MAGIC.length) {
            throw damaged(bytes.name(), "its footer would have " + Integer.toUnsignedString(length) + " bytes");
        }
        FileMetaData footer;
        try {
            // Lists and texts of the footer are no longer than the footer.
            footer = Util.readFileMetaData(new ByteArrayInputStream(bytes.read(end, length)), length);
        } catch (IOException | RuntimeException e) {
            throw damaged(bytes.name(), "its footer cannot be read: " + e.getMessage());
        }
        try {
            return new ParquetFile(bytes, end, footer);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw damaged(bytes.name(), "its footer makes no sense: " + e);
        }
    }

    private static byte[] last(byte[] tail) {
        return Arrays.copyOfRange(tail, Math.max(0, tail.length - MAGIC.length), tail.length);
    }

    private List<ParquetColumn> columns(List<SchemaElement> schema) {
        List<ParquetColumn> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int at = 1;
        for (int i = 0; i < schema.get(0).getNum_children(); i++) {
            SchemaElement element = schema.get(at);
            boolean leaf = element.isSetType();
            found.add(leaf ? ParquetColumn.of(element) : ParquetColumn.nested(element.getName()));
            if (!names.add(element.getName())) {
                throw new InputException(bytes.name(), null, "two columns are called '" + element.getName() + "'",
                        "Give each one a name of its own");
            }
            at = behind(schema, at);
        }
        if (at != schema.size()) {
            throw damaged("its footer describes " + schema.size() + " columns and groups of them, and uses " + at);
        }
        return found;
    }

    // Each element is followed by its children: how many are still to come is counted, so that no depth matters.
    private static int behind(List<SchemaElement> schema, int first) {
        long open = 1;
        int at = first;
        while (open > 0) {
            SchemaElement element = schema.get(at++);
            open += (element.isSetType() ? 0 : Math.max(0, element.getNum_children())) - 1;
        }
        return at;
    }

    private static @Nullable ParsedVersion writer(@Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            return VersionParser.parse(name);
        } catch (VersionParseException | RuntimeException e) {
            // The library asks for it because of an error of some versions; others have names of any form.
            return null;
        }
    }

    String name() {
        return bytes.name();
    }

    /** Its columns, in order. */
    List<ParquetColumn> columns() {
        return columns;
    }

    /** How many groups of rows there are. */
    int groups() {
        return groups.size();
    }

    /** The rows of a group. */
    int rows(int group) {
        return (int) groups.get(group).getNum_rows();
    }

    /** By which program it was written; null if it does not say it in a form that is known. */
    @Nullable
    ParsedVersion writer() {
        return writer;
    }

    /** The values of a column in a group of rows. */
    ChunkPages pages(int group, ParquetColumn column) throws IOException {
        Optional<ColumnMetaData> found = groups.get(group).getColumns().stream()
                .filter(chunk -> chunk.getMeta_data() != null && List.of(column.name()).equals(path(chunk))).findFirst()
                .map(ColumnChunk::getMeta_data);
        ColumnMetaData chunk = found
                .orElseThrow(() -> damaged("the column '" + column.name() + "' is missing in the group of rows " + group));
        long dictionary = chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : 0;
        long from = dictionary > 0 ? Math.min(dictionary, chunk.getData_page_offset()) : chunk.getData_page_offset();
        long length = chunk.getTotal_compressed_size();
        if (from < MAGIC.length || length < 0 || length > Integer.MAX_VALUE - TAIL || from > end - length) {
            throw damaged("the values of the column '" + column.name() + "' would lie at " + from + " and have " + length
                    + " bytes, and the file has " + bytes.size());
        } else if (chunk.getNum_values() != rows(group)) {
            throw damaged("the column '" + column.name() + "' has " + chunk.getNum_values() + " values in a group of "
                    + rows(group) + " rows");
        }
        return new ChunkPages(bytes.name(), column, chunk, bytes.read(from, (int) length));
    }

    private static @Nullable List<String> path(ColumnChunk chunk) {
        return chunk.getMeta_data().getPath_in_schema();
    }

    private InputException damaged(String problem) {
        return damaged(bytes.name(), problem);
    }

    static InputException damaged(String file, @Nullable String problem) {
        return new InputException(file, null, "the Parquet file is damaged or cut off: " + problem, "Fetch it again");
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
