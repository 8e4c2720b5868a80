package org.fascicle.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;

import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.zstd.ZstdOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.xerial.snappy.Snappy;

/** Files that Parquet's own writer makes, and what its own reader finds in files. */
public final class ParquetFiles {
    private final String schema;
    private CompressionCodecName codec = CompressionCodecName.UNCOMPRESSED;
    private WriterVersion version = WriterVersion.PARQUET_1_0;
    private boolean dictionary = true;
    private boolean splitBytes;
    private boolean checks = true;
    private long groupSize = 1 << 20;
    private int pageRows = 20_000;

    ParquetFiles(String schema) {
        this.schema = schema;
    }

    ParquetFiles codec(CompressionCodecName by) {
        codec = by;
        return this;
    }

    ParquetFiles version(WriterVersion of) {
        version = of;
        return this;
    }

    ParquetFiles dictionary(boolean with) {
        dictionary = with;
        return this;
    }

    /** Floats with their first bytes together, then their second ones, and so on. */
    ParquetFiles splitBytes() {
        splitBytes = true;
        return this;
    }

    /** Without sums that show damage. */
    ParquetFiles unchecked() {
        checks = false;
        return this;
    }

    ParquetFiles pages(int rows) {
        pageRows = rows;
        return this;
    }

    /** With so small groups that there are several. */
    ParquetFiles smallGroups() {
        groupSize = 1;
        return this;
    }

    Path write(Path file, int rows, BiConsumer<Group, Integer> row) throws IOException {
        Files.deleteIfExists(file);
        MessageType type = MessageTypeParser.parseMessageType("message table { " + schema + " }");
        SimpleGroupFactory groups = new SimpleGroupFactory(type);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration()).withType(type).withCodecFactory(new Codecs())
                .withCompressionCodec(codec)
                .withWriterVersion(version).withDictionaryEncoding(dictionary).withByteStreamSplitEncoding(splitBytes)
                .withPageWriteChecksumEnabled(checks).withRowGroupSize(groupSize).withPageRowCountLimit(pageRows)
                .withMinRowCountForPageSizeCheck(10).build()) {
            for (int i = 0; i < rows; i++) {
                Group group = groups.newGroup();
                row.accept(group, i);
                writer.write(group);
            }
        }
        return file;
    }

    /** What Parquet's own reader finds: the schema, then a line for each row. */
    public static List<String> read(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            lines.add(reader.getFooter().getFileMetaData().getSchema().toString());
        }
        try (var rows = new org.apache.parquet.hadoop.ParquetReader.Builder<Group>(new LocalInputFile(file),
                new PlainParquetConfiguration()) {
            @Override
            protected GroupReadSupport getReadSupport() {
                return new GroupReadSupport();
            }
        }.build()) {
            for (Group row = rows.read(); row != null; row = rows.read()) {
                lines.add(row.toString().trim().replace("\n", ", "));
            }
        }
        return lines;
    }

    /** Those of Hadoop are not here. */
    private static final class Codecs implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName by) {
            return new BytesInputCompressor() {
                @Override
                public BytesInput compress(BytesInput bytes) throws IOException {
                    return BytesInput.from(compressed(by, bytes.toByteArray()));
                }

                @Override
                public CompressionCodecName getCodecName() {
                    return by;
                }

                @Override
                public void release() {}
            };
        }

        private static byte[] compressed(CompressionCodecName by, byte[] plain) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            switch (by) {
                case UNCOMPRESSED:
                    return plain;
                case SNAPPY:
                    return Snappy.compress(plain);
                case LZ4_RAW:
                    Lz4Compressor lz4 = new Lz4Compressor();
                    byte[] packed = new byte[lz4.maxCompressedLength(plain.length)];
                    bytes.write(packed, 0, lz4.compress(plain, 0, plain.length, packed, 0, packed.length));
                    return bytes.toByteArray();
                default:
                    try (OutputStream out = by == CompressionCodecName.GZIP ? new GZIPOutputStream(bytes)
                            : new ZstdOutputStream(bytes)) {
                        new ByteArrayInputStream(plain).transferTo(out);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return bytes.toByteArray();
            }
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release() {}
    }
}
