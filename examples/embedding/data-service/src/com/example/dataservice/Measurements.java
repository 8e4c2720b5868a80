package com.example.dataservice;

import java.util.List;
import java.util.SplittableRandom;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.osgi.service.component.annotations.Component;

/**
 * What a machine's sensors have measured: temperature, pressure and vibration, and in what state the machine was. Here they are
 * drawn; a gateway would read them from its own store. A row is read when it is needed, by several threads.
 */
@Component(property = "machine=press-7")
public final class Measurements implements Rows {
    private static final int COUNT = 600;
    private static final List<String> STATES = List.of("idle", "running", "worn");
    private static final float[][] USUAL = {{22, 1.0f, 0.1f}, {61, 4.2f, 1.5f}, {78, 3.9f, 4.5f}};
    private static final float[] SPREAD = {4, 0.4f, 0.5f};

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public Shape shape() {
        return Shape.of(SPREAD.length);
    }

    @Override
    public int classes() {
        return STATES.size();
    }

    @Override
    public List<String> classNames() {
        return STATES;
    }

    @Override
    public int label(int row) {
        return row % STATES.size();
    }

    @Override
    public void features(int row, float[] into, int at) {
        SplittableRandom random = new SplittableRandom(row);
        for (int i = 0; i < SPREAD.length; i++) {
            into[at + i] = USUAL[label(row)][i] + SPREAD[i] * (float) random.nextDouble(-1, 1);
        }
    }
}
