package org.fascicle.data.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.fascicle.api.problem.InputException;
import org.fascicle.data.table.TableBuilder;

/** The cells of a column in a group of rows, which go into a table: numbers as numbers, all else as texts. Used by one thread. */
final class ParquetCells {
    private static final int HALF_BITS = 10;
    private static final int HALF_EXPONENT = 0x1f;
    private static final int HALF_BIAS = 15;

    private final String file;
    private final ParquetColumn column;
    private final ColumnReader reader;
    private final PrimitiveTypeName type;
    private final int present;

    ParquetCells(ParquetFile file, ParquetColumn column, ChunkPages pages) {
        var descriptor = Objects.requireNonNull(column.descriptor());
        this.file = file.name();
        this.column = column;
        this.type = descriptor.getPrimitiveType().getPrimitiveTypeName();
        this.present = descriptor.getMaxDefinitionLevel();
        this.reader = new ColumnReaderImpl(descriptor, pages, new PrimitiveConverter() {}, file.writer());
    }

    /**
     * Puts the first cells into a column of a table.
     *
     * @param count how many
     * @param row the number of the first of them
     */
    void into(TableBuilder table, int index, int count, long row) {
        boolean numbers = table.takesNumbers(index) && column.kind() != ParquetColumn.Kind.TEXT;
        for (int i = 0; i < count; i++) {
            if (reader.getCurrentDefinitionLevel() < present) {
                cell(table, index, "", row + i);
            } else if (numbers) {
                double value = number();
                if (Double.isFinite(value)) {
                    table.number(index, value, row + i);
                } else {
                    cell(table, index, odd(value), row + i);
                }
            } else {
                cell(table, index, text(row + i), row + i);
            }
            reader.consume();
        }
    }

    private static void cell(TableBuilder table, int index, String text, long row) {
        table.cell(index, text.toCharArray(), 0, text.length(), row);
    }

    // What computes with tables leaves NaN where a number is missing.
    private static String odd(double value) {
        return Double.isNaN(value) ? "" : String.valueOf(value);
    }

    private double number() {
        switch (column.kind()) {
            case TRUTH:
                return reader.getBoolean() ? 1 : 0;
            case WHOLE:
                return whole();
            case UNSIGNED:
                return type == PrimitiveTypeName.INT32 ? Integer.toUnsignedLong(reader.getInteger())
                        : new BigDecimal(Long.toUnsignedString(reader.getLong())).doubleValue();
            case FLOAT:
                return reader.getFloat();
            case DOUBLE:
                return reader.getDouble();
            case HALF:
                return half(reader.getBinary().getBytesUnsafe());
            default:
                return decimal().doubleValue();
        }
    }

    private String text(long row) {
        switch (column.kind()) {
            case TRUTH:
                return String.valueOf(reader.getBoolean());
            case WHOLE:
                return String.valueOf(whole());
            case UNSIGNED:
                return type == PrimitiveTypeName.INT32 ? Integer.toUnsignedString(reader.getInteger())
                        : Long.toUnsignedString(reader.getLong());
            case FLOAT:
                return Float.isNaN(reader.getFloat()) ? "" : Float.toString(reader.getFloat());
            case DECIMAL:
                return decimal().toPlainString();
            case TEXT:
                return utf8(reader.getBinary().toByteBuffer(), row);
            default:
                double value = number();
                return Double.isFinite(value) ? Double.toString(value) : odd(value);
        }
    }

    private long whole() {
        return type == PrimitiveTypeName.INT32 ? reader.getInteger() : reader.getLong();
    }

    private BigDecimal decimal() {
        BigInteger digits = type == PrimitiveTypeName.INT32 || type == PrimitiveTypeName.INT64 ? BigInteger.valueOf(whole())
                : new BigInteger(reader.getBinary().getBytesUnsafe());
        return new BigDecimal(digits, column.scale());
    }

    private static double half(byte[] bytes) {
        int bits = bytes[0] & 0xff | (bytes[1] & 0xff) << 8;
        int exponent = bits >> HALF_BITS & HALF_EXPONENT;
        int fraction = bits & (1 << HALF_BITS) - 1;
        double size = exponent == 0 ? Math.scalb((double) fraction, 1 - HALF_BIAS - HALF_BITS)
                : exponent < HALF_EXPONENT ? Math.scalb((double) (fraction + (1 << HALF_BITS)), exponent - HALF_BIAS - HALF_BITS)
                : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        return bits >> 15 == 0 ? size : -size;
    }

    private String utf8(ByteBuffer bytes, long row) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new InputException(file, "row " + row + ", column '" + column.name() + "'",
                    "the bytes are no text in UTF-8",
                    "Write texts as UTF-8, or leave the column out: \"ignore\": [\"" + column.name()
                            + "\"]");
        }
    }
}
