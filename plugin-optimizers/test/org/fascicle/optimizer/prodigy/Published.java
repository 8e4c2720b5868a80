package org.fascicle.optimizer.prodigy;

import java.util.List;
import java.util.Map;

import org.fascicle.optimizer.PublishedRule;

/** Mishchenko and Defazio, 2023, arXiv:2306.06101, algorithm 4. */
public final class Published extends PublishedRule {
    private double d;
    private double r;
    private double[] first;

    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(), Map.of("d0", 0.01), Map.of("d0", 0.1, "epsilon", 1e-3));
    }

    @Override
    public void start() {
        d = number("d0", 1e-6);
        r = 0;
        first = null;
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        first = first == null ? w.clone() : first;
        double b = Math.sqrt(B2);
        double inner = 0;
        double sum = 0;
        double epsilon = number("epsilon", 1e-8);
        for (int i = 0; i < w.length; i++) {
            inner += g[i] * (first[i] - w[i]);
            u[i] = b * u[i] + (1 - b) * lr * d * d * g[i];
            sum += Math.abs(u[i]);
            m[i] = B1 * m[i] + (1 - B1) * d * g[i];
            v[i] = B2 * v[i] + (1 - B2) * d * d * g[i] * g[i];
            w[i] -= lr * d * m[i] / (Math.sqrt(v[i]) + d * epsilon);
        }
        r = b * r + (1 - b) * lr * d * d * inner;
        d = sum > 0 ? Math.max(d, r / sum) : d;
    }
}
