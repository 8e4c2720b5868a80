package org.fascicle.optimizer.sgd;

import java.util.List;
import java.util.Map;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.optimizer.PublishedRule;

/**
 * Robbins and Monro, 1951; momentum: Polyak, 1964; Nesterov's: Sutskever et al., 2013, equations 1 to 4, in the form that
 * Keras documents.
 */
public final class Published extends PublishedRule {
    @Override
    public List<Map<String, Object>> configurations() {
        return List.of(Map.of(),
                Map.of("momentum", Scheduled.of(0.7)),
                Map.of("momentum", Scheduled.of(0.7), "nesterov", true));
    }

    @Override
    public void step(int t, double[] w, double[] g) {
        double momentum = number("momentum", 0);
        boolean nesterov = flag("nesterov", false);
        for (int i = 0; i < w.length; i++) {
            m[i] = momentum * m[i] - lr * g[i];
            w[i] += nesterov ? momentum * m[i] - lr * g[i] : m[i];
        }
    }
}
