package org.fascicle.core.binding;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.archive.Digests;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Finds which techniques specifications use at this moment, the bundles that they come from, and the values of their options. */
public final class Recorder {
    private static final String REFERENCE = "reference:";

    private final TechniqueFactory factory;
    private final BoundTechniques techniques;
    private final BundleContext context;

    /**
     * A recorder.
     *
     * @param techniques find the techniques
     * @param factory makes them; may do without some
     */
    public Recorder(BoundTechniques techniques, TechniqueFactory factory, BundleContext context) {
        this.factory = factory;
        this.techniques = techniques;
        this.context = context;
    }

    /**
     * What specifications use, with the techniques among their options and those that are defaults.
     *
     * @param archived what an archive records: what is not installed now, and not needed, stays what it was
     */
    public Binding record(Collection<TechniqueSpec> specs, Collection<TechniqueRecord> archived) {
        Map<String, TechniqueRecord> records = new LinkedHashMap<>();
        Set<Use> uses = new LinkedHashSet<>();
        for (TechniqueSpec spec : specs) {
            for (TechniqueSpec part : factory.parts(spec)) {
                if (factory.isStoodIn(part)) {
                    archived.stream().filter(record -> record.kind() == part.kind() && record.name().equals(part.name()))
                            .forEach(record -> records.putIfAbsent(record.toString(), record));
                    continue;
                }
                TechniqueType type = factory.resolve(part);
                records.computeIfAbsent(type.toString(), t -> record(type));
                uses.add(new Use(part.kind(), type.qualifiedName(), part.range()));
            }
        }
        return Binding.of(records.values(), uses);
    }

    private TechniqueRecord record(TechniqueType type) {
        Bundle bundle = bundle(type);
        Map<String, Object> values = new LinkedHashMap<>(OptionValues.of(type));
        // What was recorded before still counts.
        values.putAll(techniques.of(type));
        return new TechniqueRecord(type.kind(), type.qualifiedName(), type.version(), type.provider(),
                bundle == null ? "" : digest(bundle)).with(bundle == null ? "" : bundle.getVersion().toString(), values);
    }

    private @Nullable Bundle bundle(TechniqueType type) {
        for (Bundle bundle : context.getBundles()) {
            if (type.provider().equals(bundle.getSymbolicName()) && offers(bundle, type)) {
                return bundle;
            }
        }
        return null;
    }

    private static boolean offers(Bundle bundle, TechniqueType type) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        if (services != null) {
            for (ServiceReference<?> service : services) {
                if (type.kind().toString().equals(service.getProperty("kind"))
                        && type.namespace().equals(service.getProperty("namespace"))
                        && type.name().equals(service.getProperty("name"))
                        && type.version().equals(service.getProperty("version"))) {
                    return true;
                }
            }
        }
        return false;
    }

    // An archive must be written even where a bundle's file cannot be read (any more); the digest is then left empty.
    private static String digest(Bundle bundle) {
        String location = bundle.getLocation();
        try (InputStream in = new URL(
                location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location).openStream()) {
            return Digests.sha256(in);
        } catch (IOException e) {
            return "";
        }
    }
}
