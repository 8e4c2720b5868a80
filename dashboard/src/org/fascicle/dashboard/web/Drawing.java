package org.fascicle.dashboard.web;

import java.util.List;
import java.util.Map;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.dashboard.run.Curve;

/** The value of an activation between -5 and 5: what a network of this alone predicts. */
final class Drawing {
    private static final int POINTS = 201;
    private static final double LEAST = -5;
    private static final double GREATEST = 5;

    private final Fascicle fascicle;

    Drawing(Fascicle fascicle) {
        this.fascicle = fascicle;
    }

    Curve.Points activation(String name) {
        Map<String, Object> layer = Map.of("activation", Map.of("activation", name));
        Definition definition =
                Definition.tree(Map.of("fascicle", 1, "inputs", Map.of("input", List.of(1)), "network", List.of(layer)), name);
        double[] xs = new double[POINTS];
        float[] features = new float[POINTS];
        for (int i = 0; i < POINTS; i++) {
            xs[i] = LEAST + (GREATEST - LEAST) * i / (POINTS - 1);
            features[i] = (float) xs[i];
        }
        double[] ys = new double[POINTS];
        try (Model model = fascicle.create(definition, Settings.defaults())) {
            float[] values = model.predict(features, POINTS);
            for (int i = 0; i < POINTS; i++) {
                ys[i] = values[i];
            }
        }
        return new Curve.Points(xs, ys);
    }
}
