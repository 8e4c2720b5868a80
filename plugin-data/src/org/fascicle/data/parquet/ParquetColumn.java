package org.fascicle.data.parquet;

import java.util.Map;
import java.util.Set;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/** A column of a Parquet file: its name, and what its cells are. Immutable. */
final class ParquetColumn {
    private static final int HALF = 2;
    private static final Map<Type, PrimitiveTypeName> TYPES = Map.of(Type.BOOLEAN, PrimitiveTypeName.BOOLEAN, Type.INT32,
            PrimitiveTypeName.INT32, Type.INT64, PrimitiveTypeName.INT64, Type.INT96, PrimitiveTypeName.INT96, Type.FLOAT,
            PrimitiveTypeName.FLOAT, Type.DOUBLE, PrimitiveTypeName.DOUBLE, Type.BYTE_ARRAY, PrimitiveTypeName.BINARY,
            Type.FIXED_LEN_BYTE_ARRAY, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY);
    private static final Set<ConvertedType> UNSIGNED = Set.of(ConvertedType.UINT_8, ConvertedType.UINT_16, ConvertedType.UINT_32,
            ConvertedType.UINT_64);

    /** What cells are. */
    enum Kind {
        /** False or true. */
        TRUTH,
        /** Whole numbers of up to 64 bits. */
        WHOLE,
        /** The same, at least 0. */
        UNSIGNED,
        /** Floats of 32 bits. */
        FLOAT,
        /** Floats of 64 bits. */
        DOUBLE,
        /** Floats of 16 bits. */
        HALF,
        /** Decimal numbers: whole ones, of which some digits are the fraction. */
        DECIMAL,
        /** Texts. */
        TEXT,
        /** What goes into no network. */
        OTHER
    }

    private final String name;
    private final Kind kind;
    private final @Nullable ColumnDescriptor descriptor;
    private final int scale;
    private final String what;

    private ParquetColumn(String name, Kind kind, @Nullable ColumnDescriptor descriptor, int scale, String what) {
        this.name = name;
        this.kind = kind;
        this.descriptor = descriptor;
        this.scale = scale;
        this.what = what;
    }

    /** A column of lists, maps or structures. */
    static ParquetColumn nested(String name) {
        return new ParquetColumn(name, Kind.OTHER, null, 0, "nested values (a list, a map or a structure in each row)");
    }

    /** A column as a file describes it. */
    static ParquetColumn of(SchemaElement element) {
        String name = element.getName();
        if (element.getRepetition_type() == FieldRepetitionType.REPEATED) {
            return nested(name);
        }
        Kind kind = kind(element);
        boolean optional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        PrimitiveTypeName type = TYPES.get(element.getType());
        if (type == null || type == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY && element.getType_length() < 1) {
            return new ParquetColumn(name, Kind.OTHER, null, 0, "values of an unknown type");
        }
        PrimitiveType primitive = new PrimitiveType(optional ? Repetition.OPTIONAL : Repetition.REQUIRED, type,
                element.getType_length(), name);
        ColumnDescriptor descriptor = new ColumnDescriptor(new String[] {name}, primitive, 0, optional ? 1 : 0);
        return new ParquetColumn(name, kind, descriptor, scale(element), kind == Kind.OTHER
                ? element.getType() == Type.INT96 ? "time stamps of 96 bits" : "bytes that are neither a text nor a number" : "");
    }

    private static Kind kind(SchemaElement element) {
        Type type = element.getType();
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.isSetConverted_type() ? element.getConverted_type() : null;
        if (logical != null && logical.isSetDECIMAL() || converted == ConvertedType.DECIMAL) {
            return Kind.DECIMAL;
        } else if (type == Type.BYTE_ARRAY) {
            boolean text = logical == null && converted == null || converted == ConvertedType.UTF8
                    || converted == ConvertedType.ENUM || converted == ConvertedType.JSON
                    || logical != null && (logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON());
            return text ? Kind.TEXT : Kind.OTHER;
        } else if (type == Type.FIXED_LEN_BYTE_ARRAY) {
            return logical != null && logical.isSetFLOAT16() && element.getType_length() == HALF ? Kind.HALF : Kind.OTHER;
        } else if (type == Type.INT32 || type == Type.INT64) {
            boolean unsigned = converted != null && UNSIGNED.contains(converted)
                    || logical != null && logical.isSetINTEGER() && !logical.getINTEGER().isIsSigned();
            return unsigned ? Kind.UNSIGNED : Kind.WHOLE;
        }
        return type == Type.BOOLEAN ? Kind.TRUTH : type == Type.FLOAT ? Kind.FLOAT : type == Type.DOUBLE ? Kind.DOUBLE
                : Kind.OTHER;
    }

    private static int scale(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        return logical != null && logical.isSetDECIMAL() ? logical.getDECIMAL().getScale() : element.getScale();
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    /** How the library knows it; null if nothing of it can be read. */
    @Nullable
    ColumnDescriptor descriptor() {
        return descriptor;
    }

    /** How many digits of a decimal number are its fraction. */
    int scale() {
        return scale;
    }

    /** What its cells are that go into no network, for a message. */
    String what() {
        return what;
    }
}
