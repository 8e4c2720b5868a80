package org.fascicle.compiler.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.backend.Profile;
import org.jspecify.annotations.Nullable;

/**
 * Which techniques stand where. A provenance reads {@code PLACE}, or {@code PLACE (NAME)} for a technique within a place,
 * such as a layer's activation; what belongs to gradients has {@code " (gradient)"} behind it. Places are paths, and what
 * lies below one is its technique's, unless said otherwise. Holds texts alone. Used by one thread as long as it is written
 * to.
 */
public final class Origins {
    private static final String GRADIENT = " (gradient)";

    private final Map<String, String> places = new HashMap<>();
    private final Set<String> within = new HashSet<>();

    /** Notes which technique stands at a place. */
    public void place(String path, String technique) {
        places.put(path, technique);
    }

    /** Notes which technique stands at a place, unless that is known. */
    public void placeIfAbsent(String path, String technique) {
        places.putIfAbsent(path, technique);
    }

    /** Notes that one place has the technique of another. */
    public void alias(String path, String known) {
        at(known).ifPresent(technique -> place(path, technique));
    }

    /** The provenance of what a technique, or an option of the update, makes within a place. */
    public String within(String path, String name) {
        within.add(name);
        return path + suffix(name);
    }

    /** The same profile with places and techniques separated, each once. */
    public Profile named(Profile profile) {
        List<Profile.Part> parts = new ArrayList<>();
        profile.parts().forEach(part -> parts.add(named(part)));
        return Profile.of(parts);
    }

    private Profile.Part named(Profile.Part part) {
        Set<String> where = new LinkedHashSet<>();
        Set<String> techniques = new LinkedHashSet<>();
        for (String provenance : part.provenances()) {
            String place = provenance;
            while (place.endsWith(GRADIENT)) {
                place = place.substring(0, place.length() - GRADIENT.length());
            }
            String gradient = place.equals(provenance) ? "" : GRADIENT;
            String inner = inner(place);
            if (inner == null) {
                at(place).ifPresent(techniques::add);
                where.add(place + gradient);
            } else {
                techniques.add(inner);
                where.add(place.substring(0, place.length() - suffix(inner).length()) + gradient);
            }
        }
        return part.from(new ArrayList<>(where), new ArrayList<>(techniques));
    }

    private @Nullable String inner(String place) {
        return within.stream().filter(name -> place.endsWith(suffix(name))).findFirst().orElse(null);
    }

    /** The technique of the nearest place at or above a path. */
    public Optional<String> at(String path) {
        for (String place = path;; place = place.substring(0, place.lastIndexOf('/'))) {
            String technique = places.get(place);
            if (technique != null || place.indexOf('/') < 0) {
                return Optional.ofNullable(technique);
            }
        }
    }

    private static String suffix(String name) {
        return " (" + name + ")";
    }
}
