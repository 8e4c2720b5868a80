package org.fascicle.data.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.fascicle.api.problem.InputException;

/**
 * The characters of a file. Bytes that are none in its encoding are refused with their line: read as something else, they would make
 * one class of two. A byte-order mark is skipped, and says which encoding it is. Used by one thread.
 */
final class TextReader extends Reader {
    private static final int BYTES = 1 << 16;
    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] UTF_16BE_MARK = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] UTF_16LE_MARK = {(byte) 0xff, (byte) 0xfe};

    private final String file;
    private final InputStream in;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).flip();
    private boolean atEnd;
    private long line = 1;
    private char last;

    /**
     * Characters of bytes.
     *
     * @param file for messages
     * @param in is closed with this
     * @param expected the encoding, unless a byte-order mark says another one
     */
    TextReader(String file, InputStream in, Charset expected) throws IOException {
        this.file = file;
        this.in = in;
        fill();
        this.charset = marked(expected);
        this.decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        CharBuffer out = CharBuffer.wrap(into, offset, length);
        while (true) {
            CoderResult result = decoder.decode(bytes, out, atEnd);
            int read = out.position() - offset;
            if (read > 0) {
                for (int i = offset; i < offset + read; i++) {
                    char c = into[i];
                    line += c == '\n' ? 1 : 0;
                    last = c == '\n' || c == '\r' ? last : c;
                }
                return read;
            } else if (result.isError()) {
                throw new InputException(file, "line " + line, "the byte 0x"
                        + Integer.toHexString(bytes.get(bytes.position()) & 0xff) + " is no " + charset,
                        "If the text is in another encoding, say \"encoding\": \"windows-1252\", or whichever it is");
            } else if (atEnd || length == 0) {
                return length == 0 ? 0 : -1;
            }
            fill();
        }
    }

    /** The last character so far that ends no line. */
    char last() {
        return last;
    }

    private void fill() throws IOException {
        bytes.compact();
        while (bytes.hasRemaining() && !atEnd) {
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            atEnd = read < 0;
            bytes.position(bytes.position() + Math.max(0, read));
            if (read > 0 && bytes.position() >= UTF_8_MARK.length) {
                break;
            }
        }
        bytes.flip();
    }

    private Charset marked(Charset expected) {
        if (skips(UTF_8_MARK)) {
            return StandardCharsets.UTF_8;
        } else if (skips(UTF_16BE_MARK)) {
            return StandardCharsets.UTF_16BE;
        }
        return skips(UTF_16LE_MARK) ? StandardCharsets.UTF_16LE : expected;
    }

    private boolean skips(byte[] mark) {
        if (bytes.remaining() < mark.length
                || !Arrays.equals(mark, 0, mark.length, bytes.array(), bytes.position(), bytes.position() + mark.length)) {
            return false;
        }
        bytes.position(bytes.position() + mark.length);
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
