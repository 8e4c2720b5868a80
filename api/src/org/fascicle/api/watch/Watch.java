package org.fascicle.api.watch;

import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that is measured of a network while it trains: how large gradients are, how many units are dead. Implemented by immutable
 * records annotated with {@code @Technique}. What a watch gives is computed in a program of its own, on the rows of a step and before
 * that step is made; it changes nothing, and a training that is watched makes the same numbers as one that is not. Steps between, and
 * trainings that nobody watches, do not have it.
 *
 * <p>Each measured value is real, has no rows, and has a name: letters, digits and {@code _}. The same watch gives values of the same
 * names and shapes for all layers, or none. A watch is asked for a layer, for a parameter, or both; the defaults measure nothing.
 */
@ConsumerType
public interface Watch {
    /**
     * What is measured of a layer.
     *
     * @return by name; empty if nothing is measured of it
     */
    default Map<String, Expr> layer(WatchedLayer layer) {
        return Map.of();
    }

    /**
     * What is measured of a trained parameter.
     *
     * @return by name; empty if nothing is measured of it
     */
    default Map<String, Expr> parameter(WatchedParameter parameter) {
        return Map.of();
    }
}
