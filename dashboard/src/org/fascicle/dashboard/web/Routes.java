package org.fascicle.dashboard.web;

import java.util.Map;
import java.util.function.Function;

/** Requests of one subject, by path. */
interface Routes {
    /** What is asked for and changes nothing. */
    Map<String, Function<Question, Answer>> gets();

    /** What changes something. */
    default Map<String, Function<Question, Answer>> posts() {
        return Map.of();
    }
}
