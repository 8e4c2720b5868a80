package org.fascicle.optimizer.adafactor;

import java.util.List;
import java.util.Map;

import org.fascicle.optimizer.PublishedRule;

/** Shazeer and Stern, 2018, arXiv:1804.04235, algorithms 4 and 5. */
public final class Published extends PublishedRule {
    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(),
                Map.of("relative_step", false));
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        double kept = 1 - Math.pow(t, -0.8);
        double[] step = new double[w.length];
        if (shape.length < 2) {
            for (int i = 0; i < w.length; i++) {
                v[i] = kept * v[i] + (1 - kept) * (g[i] * g[i] + 1e-30);
                step[i] = g[i] / Math.sqrt(v[i]);
            }
        } else {
            factored(kept, g, step);
        }
        double rate = flag("relative_step", true) ? Math.min(lr, 1 / Math.sqrt(t)) : lr;
        double size = Math.max(1e-3, norm(w) / Math.sqrt(w.length));
        double clip = Math.max(1, norm(step) / Math.sqrt(w.length));
        for (int i = 0; i < w.length; i++) {
            w[i] -= rate * size * step[i] / clip;
        }
    }

    // Row means stand in m, column means in u.
    private void factored(double kept, double[] g, double[] step) {
        int rows = shape[0];
        int columns = shape[1];
        double[] row = new double[rows];
        double[] column = new double[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double square = g[i * columns + j] * g[i * columns + j] + 1e-30;
                row[i] += square / columns;
                column[j] += square / rows;
            }
        }
        double mean = 0;
        for (int i = 0; i < rows; i++) {
            m[i] = kept * m[i] + (1 - kept) * row[i];
            mean += m[i] / rows;
        }
        for (int j = 0; j < columns; j++) {
            u[j] = kept * u[j] + (1 - kept) * column[j];
        }
        for (int i = 0; i < g.length; i++) {
            step[i] = g[i] / Math.sqrt(m[i / columns] / mean * u[i % columns]);
        }
    }
}
