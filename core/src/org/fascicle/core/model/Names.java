package org.fascicle.core.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives names as Keras does: {@code name}, {@code name_1}, {@code name_2}; leaves out those that are taken. */
final class Names {
    private final Set<String> taken;
    private final Map<String, Integer> given = new HashMap<>();

    Names(Collection<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** The next name for a technique. */
    String next(String technique) {
        String base = technique.substring(technique.indexOf(':') + 1);
        String name;
        do {
            int number = given.merge(base, 1, Integer::sum) - 1;
            name = number == 0 ? base : base + "_" + number;
        } while (!taken.add(name));
        return name;
    }
}
