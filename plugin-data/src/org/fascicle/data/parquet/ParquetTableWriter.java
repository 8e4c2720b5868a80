package org.fascicle.data.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

import io.airlift.compress.snappy.SnappyCompressor;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.fascicle.api.table.TableColumn;
import org.fascicle.api.table.TableWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table as a Parquet file: groups of rows, of each column a page, compressed by snappy, as all readers take it. Used by one
 * thread.
 */
final class ParquetTableWriter implements TableWriter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int FIRST = 64;
    private static final int LARGEST = 1 << 20;

    private final OutputStream out;
    private final List<TableColumn> columns;
    private final int most;
    private final List<Cells> cells = new ArrayList<>();
    private final List<RowGroup> groups = new ArrayList<>();
    private long written;
    private long total;
    private int rows;
    private boolean closed;

    /**
     * A writer.
     *
     * @param most the rows of a group
     */
    ParquetTableWriter(OutputStream out, List<TableColumn> columns, int most) throws IOException {
        this.out = out;
        this.columns = List.copyOf(columns);
        this.most = most;
        for (int i = 0; i < columns.size(); i++) {
            cells.add(new Cells());
        }
        put(MAGIC);
    }

    @Override
    public void row(List<@Nullable Object> row) throws IOException {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException("a row of " + row.size() + " in a table of " + columns.size() + " columns");
        }
        for (int i = 0; i < columns.size(); i++) {
            cells.get(i).add(columns.get(i), row.get(i));
        }
        if (++rows == most) {
            group();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (rows > 0) {
            group();
        }
        FileMetaData footer = new FileMetaData(VERSION, schema(), total, groups);
        footer.setCreated_by("fascicle");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, bytes);
        put(bytes.toByteArray());
        ByteArrayOutputStream length = new ByteArrayOutputStream();
        whole(length, bytes.size());
        put(length.toByteArray());
        put(MAGIC);
        out.flush();
    }

    private void group() throws IOException {
        List<ColumnChunk> chunks = new ArrayList<>();
        long first = written;
        long plain = 0;
        for (int i = 0; i < columns.size(); i++) {
            ColumnMetaData chunk = chunk(columns.get(i), cells.get(i));
            plain += chunk.getTotal_uncompressed_size();
            chunks.add(new ColumnChunk(chunk.getData_page_offset()).setMeta_data(chunk));
            cells.set(i, new Cells());
        }
        groups.add(new RowGroup(chunks, plain, rows).setFile_offset(first).setTotal_compressed_size(written - first));
        total += rows;
        rows = 0;
    }

    private ColumnMetaData chunk(TableColumn column, Cells of) throws IOException {
        byte[] plain = of.page();
        SnappyCompressor snappy = new SnappyCompressor();
        byte[] room = new byte[snappy.maxCompressedLength(plain.length)];
        byte[] packed = Arrays.copyOf(room, snappy.compress(plain, 0, plain.length, room, 0, room.length));
        PageHeader header = new PageHeader(PageType.DATA_PAGE, plain.length, packed.length);
        header.setData_page_header(new DataPageHeader(rows, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        CRC32 check = new CRC32();
        check.update(packed);
        header.setCrc((int) check.getValue());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        Util.writePageHeader(header, head);
        long at = written;
        put(head.toByteArray());
        put(packed);
        return new ColumnMetaData(type(column), List.of(Encoding.PLAIN, Encoding.RLE), List.of(column.name()),
                CompressionCodec.SNAPPY, rows, (long) head.size() + plain.length, (long) head.size() + packed.length, at);
    }

    private List<SchemaElement> schema() {
        List<SchemaElement> schema = new ArrayList<>();
        schema.add(new SchemaElement("table").setNum_children(columns.size()));
        for (TableColumn column : columns) {
            SchemaElement element = new SchemaElement(column.name()).setType(type(column))
                    .setRepetition_type(FieldRepetitionType.OPTIONAL);
            if (column.type() == TableColumn.Type.TEXT) {
                element.setConverted_type(ConvertedType.UTF8).setLogicalType(LogicalType.STRING(new StringType()));
            }
            schema.add(element);
        }
        return schema;
    }

    private static Type type(TableColumn column) {
        switch (column.type()) {
            case TEXT:
                return Type.BYTE_ARRAY;
            case REAL:
                return Type.FLOAT;
            default:
                return Type.INT32;
        }
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    private static void whole(ByteArrayOutputStream to, int number) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            to.write(number >>> shift);
        }
    }

    /** The cells of a column in a group of rows. */
    private static final class Cells {
        private final ByteArrayOutputStream values = new ByteArrayOutputStream();
        private final RunLengthBitPackingHybridEncoder present =
                new RunLengthBitPackingHybridEncoder(1, FIRST, LARGEST, new HeapByteBufferAllocator());

        void add(TableColumn column, @Nullable Object cell) throws IOException {
            present.writeInt(cell == null ? 0 : 1);
            if (cell == null) {
                return;
            }
            switch (column.type()) {
                case TEXT:
                    byte[] text = ((String) cell).getBytes(StandardCharsets.UTF_8);
                    whole(values, text.length);
                    values.writeBytes(text);
                    break;
                case REAL:
                    whole(values, Float.floatToRawIntBits((Float) cell));
                    break;
                default:
                    whole(values, (Integer) cell);
                    break;
            }
        }

        byte[] page() throws IOException {
            byte[] levels = present.toBytes().toByteArray();
            ByteArrayOutputStream page = new ByteArrayOutputStream(Integer.BYTES + levels.length + values.size());
            whole(page, levels.length);
            page.writeBytes(levels);
            values.writeTo(page);
            present.close();
            return page.toByteArray();
        }
    }
}
