package org.fascicle.data.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Unzips pages. No more memory is taken than the zipped bytes can fill. */
final class Codecs {
    /** Of three bytes, snappy makes 64 at most; of one, LZ4 makes 255. */
    private static final int SNAPPY = 32;
    private static final int LZ4 = 256;

    private Codecs() {}

    /**
     * Unzipped bytes.
     *
     * @param from where in {@code packed} they begin
     * @param length how many there are to be
     */
    static byte[] plain(@Nullable CompressionCodec codec, byte[] packed, int from, int length, String file, String column)
            throws IOException {
        if (codec == null) {
            throw ParquetFile.damaged(file, "the column '" + column + "' is compressed in a way that is not known");
        }
        int count = packed.length - from;
        try {
            switch (codec) {
                case UNCOMPRESSED:
                    return required(Arrays.copyOfRange(packed, from, packed.length), length);
                case SNAPPY:
                    byte[] snappy = room(length, count, SNAPPY);
                    return required(snappy, new SnappyDecompressor().decompress(packed, from, count, snappy, 0, length));
                case LZ4_RAW:
                    byte[] lz4 = room(length, count, LZ4);
                    return required(lz4, new Lz4Decompressor().decompress(packed, from, count, lz4, 0, length));
                case GZIP:
                    return all(new GZIPInputStream(new ByteArrayInputStream(packed, from, count)), length);
                case ZSTD:
                    return all(new ZstdInputStream(new ByteArrayInputStream(packed, from, count)), length);
                default:
                    throw new InputException(file, null, "the column '" + column + "' is compressed by " + codec,
                            "Compress it by SNAPPY, GZIP, ZSTD or LZ4_RAW, or not at all");
            }
        } catch (MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException(codec + " finds its bytes damaged (" + e.getMessage() + ")", e);
        }
    }

    private static byte[] room(int length, int count, int most) throws IOException {
        if (length < 0 || length > (long) count * most) {
            throw new IOException(count + " bytes would be " + length + " unzipped");
        }
        return new byte[length];
    }

    // It grows with what is there.
    private static byte[] all(InputStream in, int length) throws IOException {
        if (length < 0) {
            throw new IOException("a page would have " + length + " bytes");
        }
        byte[] plain = in.readNBytes(length);
        if (in.read() >= 0) {
            throw new IOException("a page has more than " + length + " bytes");
        }
        return required(plain, length);
    }

    private static byte[] required(byte[] plain, int length) throws IOException {
        if (plain.length != length) {
            throw new IOException("a page has " + plain.length + " bytes in place of " + length);
        }
        return plain;
    }
}
