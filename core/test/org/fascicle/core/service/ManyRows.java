package org.fascicle.core.service;

import java.util.Iterator;
import java.util.Locale;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.BatchStream;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Scale;
import org.fascicle.api.data.Schema;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.fascicle.backend.reference.ReferenceBackend;

/** Trains one epoch on rows that an iterator makes, more than the heap holds; run in a JVM of its own by {@link ManyRowsTest}. */
final class ManyRows {
    private static final int BATCH = 4096;

    private ManyRows() {}

    /**
     * Trains, and prints what came of it.
     *
     * @param arguments how many rows
     */
    public static void main(String[] arguments) {
        long rows = Long.parseLong(arguments[0]);
        Fascicle fascicle = Fixture.fascicle(new ReferenceBackend());
        // They are counted first, then read twice for the scaling, then trained on.
        Data data = Data.of(BatchStream.of(Schema.of(Shape.of(2)).targets(Shape.scalar()), () -> new Made(rows)))
                .scaled(Scale.STANDARD);
        try (Model model = fascicle.create(Fixture.undescribed("'input': [2]", "{'linear': {'units': 1}}",
                "'loss': 'squares', 'optimizer': {'descent': {'learning_rate': 0.05}}, 'training': {'epochs': 1, 'batch_size': "
                        + BATCH + ", 'seed': 3}"),
                Settings.defaults());
                Training training = fascicle.train(model, data).start()) {
            training.join();
            System.out.printf(Locale.ROOT, "%d steps, f(1, 1) = %.3f, f(-1, 0.5) = %.3f", training.step(),
                    model.predict(new float[] {1, 1}, 1)[0], model.predict(new float[] {-1, 0.5f}, 1)[0]);
        }
    }

    /** Batches of 1000 rows of 2x - y + 0.5, each in the same arrays. */
    private static final class Made implements Iterator<Batch> {
        private static final int SIZE = 1000;

        private final float[] features = new float[2 * SIZE];
        private final float[] targets = new float[SIZE];
        private final Batch batch = Batch.of(SIZE, features).targets(targets);
        private final long rows;
        private long made;
        private int random = 1;

        Made(long rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return made < rows;
        }

        @Override
        public Batch next() {
            for (int row = 0; row < SIZE; row++) {
                float x = draw();
                float y = draw();
                features[row * 2] = x;
                features[row * 2 + 1] = y;
                targets[row] = 2 * x - y + 0.5f;
            }
            made += SIZE;
            return batch;
        }

        private float draw() {
            random = random * 1664525 + 1013904223;
            return random * 0x1p-31f;
        }
    }
}
