package org.fascicle.core.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fascicle.api.model.Sampled;
import org.junit.jupiter.api.Test;

class SpreadTest {
    // 2, 4, 4, 4, 5, 5, 7, 9 have the mean 5 and the deviation 2.
    @Test
    void meanAndDeviationOverAllSamples() {
        Spread spread = new Spread(3);
        float[] values = {2, 4, 4, 4, 5, 5, 7, 9};
        for (int sample = 0; sample < values.length; sample++) {
            spread.add(new float[] {values[sample], 1_000_000 + values[sample]}, 1, 2, sample);
            spread.add(new float[] {0.1f}, 0, 1, sample);
        }
        Sampled sampled = spread.of(values.length);
        assertEquals(8, sampled.samples());
        assertArrayEquals(new float[] {0.1f, 5, 1_000_005}, sampled.mean());
        assertArrayEquals(new float[] {0, 2, 2}, sampled.deviation(), 1e-6f);
    }
}
