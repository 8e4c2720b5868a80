package org.fascicle.optimizer.ftrl;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.fascicle.optimizer.PublishedRule;

/** McMahan et al., 2013, algorithm 1; l2 doubled and shrinkage as Keras documents. */
public final class Published extends PublishedRule {
    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(),
                Map.of("l1_regularization_strength", 0.5, "l2_regularization_strength", 0.1,
                        "l2_shrinkage_regularization_strength", 0.05, "beta", 0.2));
    }

    @Override
    public void start() {
        Arrays.fill(v, 0.1);
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        double l1 = number("l1_regularization_strength", 0);
        double l2 = number("l2_regularization_strength", 0);
        double shrinkage = number("l2_shrinkage_regularization_strength", 0);
        double beta = number("beta", 0);
        for (int i = 0; i < w.length; i++) {
            double n = v[i] + g[i] * g[i];
            m[i] += g[i] + 2 * shrinkage * w[i] - (Math.sqrt(n) - Math.sqrt(v[i])) / lr * w[i];
            v[i] = n;
            w[i] = Math.abs(m[i]) <= l1 ? 0
                    : (Math.signum(m[i]) * l1 - m[i]) / ((beta + Math.sqrt(n)) / lr + 2 * l2);
        }
    }
}
