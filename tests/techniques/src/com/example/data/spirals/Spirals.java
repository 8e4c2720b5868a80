package com.example.data.spirals;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Two spirals in the plane, one for each class, their points taking turns. Lang and Witbrock, 1988. */
@Technique(value = "com.example:spirals", description = "Two spirals in the plane, one for each class.",
        formula = "[2]; labels 0 and 1", source = "Lang and Witbrock, 1988, Connectionist Models Summer School")
public record Spirals(@Default("200") @Range("[2,inf)") int points) implements DataSource {
    @Override
    public Data open(DataContext context) {
        return Data.of(new Points(points));
    }

    private record Points(int count) implements Rows {
        private static final double TURNS = 1.5;

        @Override
        public Shape shape() {
            return Shape.of(2);
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public void features(int row, float[] into, int at) {
            double radius = (row / 2 + 1.0) / (count / 2 + 1);
            double angle = 2 * Math.PI * TURNS * radius + Math.PI * label(row);
            into[at] = (float) (radius * Math.cos(angle));
            into[at + 1] = (float) (radius * Math.sin(angle));
        }

        @Override
        public int label(int row) {
            return row % 2;
        }
    }
}
