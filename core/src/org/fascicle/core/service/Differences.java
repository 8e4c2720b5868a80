package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.fascicle.api.backend.Backend;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;

/**
 * What is not as it was when an archive was written, but for other versions of techniques, which are asked for: where all agrees, a
 * resumed run is equal to the bit.
 */
final class Differences {
    private Differences() {}

    /** One line for each difference. */
    static List<String> between(Archive archive, Backend backend, Collection<TechniqueRecord> techniques) {
        List<String> lines = new ArrayList<>();
        if (!archive.backend().equals(backend.name())) {
            lines.add("backend: " + archive.backend() + " then, " + backend.name() + " now");
        } else {
            Map<String, String> now = backend.capabilities().record();
            TreeSet<String> keys = new TreeSet<>(now.keySet());
            keys.addAll(archive.backendRecord().keySet());
            for (String key : keys) {
                String before = archive.backendRecord().get(key);
                if (before == null || !before.equals(now.get(key))) {
                    lines.add(backend.name() + " " + key + ": " + before + " then, " + now.get(key) + " now");
                }
            }
        }
        for (TechniqueRecord technique : techniques) {
            Optional<TechniqueRecord> before = archive.techniques().stream().filter(
                    t -> t.toString().equals(technique.toString())).findFirst();
            if (before.isPresent() && !before.get().equals(technique)) {
                lines.add(technique.kind() + " " + technique.name() + ": " + describe(before.get()) + " then, "
                        + describe(technique) + " now");
            }
        }
        return lines;
    }

    private static String describe(TechniqueRecord technique) {
        String digest = technique.sha256();
        return technique.bundle() + " " + technique.version()
                + (digest.isEmpty() ? "" : " (SHA-256 " + digest.substring(0, 12) + "…)");
    }
}
