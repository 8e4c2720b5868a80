package org.fascicle.core.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.archive.Digests;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Which techniques a model uses at this moment, and the bundles that they come from. */
final class TechniqueRecords {
    private static final String REFERENCE = "reference:";

    private TechniqueRecords() {}

    /**
     * The techniques of a model.
     *
     * @param archived those that it was archived with: what is not installed now, and not needed, stays what it was
     */
    static Collection<TechniqueRecord> of(Collection<TechniqueSpec> techniques, TechniqueFactory factory, BundleContext context,
            Collection<TechniqueRecord> archived) {
        Map<String, TechniqueRecord> records = new LinkedHashMap<>();
        for (TechniqueSpec spec : techniques) {
            for (TechniqueSpec part : factory.parts(spec)) {
                if (factory.isStoodIn(part)) {
                    archived.stream().filter(record -> record.kind() == part.kind() && record.name().equals(part.name()))
                            .forEach(record -> records.putIfAbsent(record.toString(), record));
                    continue;
                }
                TechniqueType type = factory.resolve(part);
                records.computeIfAbsent(type.toString(), t -> new TechniqueRecord(type.kind(), type.qualifiedName(),
                        type.version(), type.provider(), digest(type, context)));
            }
        }
        return records.values();
    }

    // An archive must be written even where a bundle's file cannot be read (any more); the digest is then left empty.
    private static String digest(TechniqueType type, BundleContext context) {
        for (Bundle bundle : context.getBundles()) {
            if (type.provider().equals(bundle.getSymbolicName()) && type.version().equals(bundle.getVersion().toString())) {
                String location = bundle.getLocation();
                try (InputStream in = new URL(
                        location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location).openStream()) {
                    return Digests.sha256(in);
                } catch (IOException e) {
                    return "";
                }
            }
        }
        return "";
    }
}
