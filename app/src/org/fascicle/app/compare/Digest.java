package org.fascicle.app.compare;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.fascicle.api.data.Rows;

/** A number for all that rows hold, to notice that they are others than before. */
final class Digest {
    private final CRC32C sum = new CRC32C();
    private final Rows rows;

    private Digest(Rows rows) {
        this.rows = rows;
    }

    /** The number of rows and their digest, as a text. */
    static String of(Rows rows) {
        Digest digest = new Digest(rows);
        rows.inputs().forEach(digest::input);
        rows.outputs().forEach(digest::output);
        for (int row = 0; rows.weighted() && row < rows.count(); row++) {
            digest.add(rows.weight(row));
        }
        return rows.count() + " rows, " + Long.toHexString(digest.sum.getValue());
    }

    private void input(String name) {
        float[] features = new float[Math.toIntExact(rows.shape(name).size())];
        for (int row = 0; row < rows.count(); row++) {
            rows.features(name, row, features, 0);
            add(features);
        }
    }

    private void output(String name) {
        float[] targets = new float[rows.classes(name) > 0 ? 1 : Math.toIntExact(rows.targetShape(name).size())];
        for (int row = 0; row < rows.count(); row++) {
            if (rows.classes(name) > 0) {
                targets[0] = rows.label(name, row);
            } else {
                rows.targets(name, row, targets, 0);
            }
            add(targets);
        }
    }

    private void add(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        sum.update(bytes);
    }
}
