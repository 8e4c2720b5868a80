package org.fascicle.data.parquet;

import java.util.function.Function;

import org.apache.parquet.column.Encoding;
import org.fascicle.api.problem.InputException;

/**
 * Holds the counts in pages of differences against the pages: the library takes memory for as many values as they claim. Used by one
 * thread.
 */
final class DeltaCheck {
    private static final int MOST_BITS = 64;

    private final byte[] page;
    private final int values;
    private final Function<String, InputException> damaged;
    private int at;

    private DeltaCheck(byte[] page, int at, int values, Function<String, InputException> damaged) {
        this.page = page;
        this.at = at;
        this.values = values;
        this.damaged = damaged;
    }

    /**
     * Refuses what claims too much.
     *
     * @param at where the values begin
     * @param values how many there can be
     * @param damaged makes the exception for what is wrong
     */
    static void check(Encoding encoding, byte[] page, int at, int values, Function<String, InputException> damaged) {
        DeltaCheck check = new DeltaCheck(page, at, values, damaged);
        if (encoding == Encoding.DELTA_BINARY_PACKED || encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY) {
            check.block(false);
        } else if (encoding == Encoding.DELTA_BYTE_ARRAY) {
            check.block(true);
            check.block(false);
        }
    }

    private void block(boolean skipped) {
        long block = number();
        long parts = number();
        long count = number();
        boolean sound = block > 0 && block <= 1 << 16 && parts > 0 && parts <= block && block % parts == 0
                && block / parts % 8 == 0 && count >= 0 && count <= values;
        if (!sound) {
            throw damaged
                    .apply("a page of " + values + " values claims " + count + ", in blocks of " + block + ", each of " + parts
                            + " parts");
        }
        number();
        long left = count - 1;
        while (skipped && left > 0) {
            number();
            int widths = at;
            at += parts;
            for (int part = 0; part < parts && left > 0; part++, left -= block / parts) {
                int bits = unsigned(widths + part);
                if (bits > MOST_BITS) {
                    throw damaged.apply("a page has numbers of " + bits + " bits");
                }
                at += bits * (block / parts) / 8;
            }
        }
    }

    private long number() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = unsigned(at++);
            number |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return number;
            }
        }
        throw damaged.apply("a page has a number of more than 64 bits");
    }

    private int unsigned(int place) {
        if (place < 0 || place >= page.length) {
            throw damaged.apply("a page ends too early");
        }
        return page[place] & 0xff;
    }
}
