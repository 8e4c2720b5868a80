package org.fascicle.api.training;

import java.util.Collection;
import java.util.List;

/** A value of a training's definition was replaced between two steps. Immutable. */
public final class DefinitionChange {
    private final long step;
    private final String path;
    private final String json;
    private final List<String> begunAnew;
    private final List<String> dropped;

    private DefinitionChange(long step, String path, String json, List<String> begunAnew, List<String> dropped) {
        this.step = step;
        this.path = path;
        this.json = json;
        this.begunAnew = begunAnew;
        this.dropped = dropped;
    }

    /** A change. */
    public static DefinitionChange of(long step, String path, String json, Collection<String> begunAnew,
            Collection<String> dropped) {
        return new DefinitionChange(step, path, json, List.copyOf(begunAnew), List.copyOf(dropped));
    }

    /** The number of steps that were made before. */
    public long step() {
        return step;
    }

    /** The path of the value, as it was given to {@link Training#change}. */
    public String path() {
        return path;
    }

    /** The value from now on, as it was given: JSON, or a bare text. */
    public String json() {
        return json;
    }

    /** The paths of the tensors that have first values: slots that there were not, or that another technique kept. */
    public List<String> begunAnew() {
        return begunAnew;
    }

    /** The paths of the tensors that are needed no more. */
    public List<String> dropped() {
        return dropped;
    }

    /** For people: {@code after step 12: optimizer.learning_rate=0.001}. */
    @Override
    public String toString() {
        return "after step " + step + ": " + path + "=" + json
                + (begunAnew.isEmpty() ? "" : "; begun anew: " + String.join(", ", begunAnew))
                + (dropped.isEmpty() ? "" : "; dropped: " + String.join(", ", dropped));
    }
}
