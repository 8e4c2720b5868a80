package org.fascicle.tck.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.framework.Version;

/**
 * Which version a change needs: the next major one for what breaks model files, archives or results, the next minor one
 * for what adds to them. Below 1.0.0 the minor number stands for the major one, and the micro number for the minor one.
 */
final class Versions {
    private static final int MOST_LINES = 8;

    private Versions() {}

    static List<String> problems(JsonNode before, JsonNode now, List<Change> changes) {
        List<String> problems = new ArrayList<>();
        String bundle = now.path(Contract.BUNDLE).asText();
        problem("the bundle " + bundle, before, now, of(changes, "")).ifPresent(problems::add);
        JsonNode techniques = before.path(Contract.TECHNIQUES);
        techniques.fieldNames().forEachRemaining(each -> {
            JsonNode present = now.path(Contract.TECHNIQUES).path(each);
            if (!present.isMissingNode()) {
                problem(each + " of " + bundle, techniques.path(each), present, of(changes, each)).ifPresent(problems::add);
            }
        });
        return problems;
    }

    private static List<Change> of(List<Change> changes, String technique) {
        return changes.stream().filter(change -> change.technique().equals(technique)).collect(Collectors.toList());
    }

    private static Optional<String> problem(String subject, JsonNode before, JsonNode now, List<Change> changes) {
        Version old = Version.parseVersion(before.path(Contract.VERSION).asText());
        Version present = Version.parseVersion(now.path(Contract.VERSION).asText());
        Version right = least(old, changes);
        if (present.compareTo(right) >= 0) {
            return Optional.empty();
        }
        if (changes.isEmpty()) {
            return Optional.of(subject + " has the version " + present + ", and was released as " + old);
        }
        boolean major = changes.stream().anyMatch(Change::isMajor);
        StringBuilder text = new StringBuilder(subject).append(" has the version ").append(present)
                .append(", and differs from its release ").append(old).append(": ").append(right)
                .append(" would be right for ").append(major ? "a change that breaks what was released" : "an addition");
        // What breaks comes first: it decides.
        List<Change> sorted = new ArrayList<>(changes);
        sorted.sort((a, b) -> Boolean.compare(b.isMajor(), a.isMajor()));
        sorted.stream().limit(MOST_LINES).forEach(change -> text.append("\n    ").append(change));
        if (sorted.size() > MOST_LINES) {
            text.append("\n    and ").append(sorted.size() - MOST_LINES).append(" more");
        }
        return Optional.of(text.toString());
    }

    /** The lowest version that changes permit. */
    static Version least(Version released, List<Change> changes) {
        if (changes.isEmpty()) {
            return released;
        }
        boolean major = changes.stream().anyMatch(Change::isMajor);
        if (released.getMajor() == 0) {
            return major ? new Version(0, released.getMinor() + 1, 0)
                    : new Version(0, released.getMinor(), released.getMicro() + 1);
        }
        return major ? new Version(released.getMajor() + 1, 0, 0)
                : new Version(released.getMajor(), released.getMinor() + 1, 0);
    }
}
