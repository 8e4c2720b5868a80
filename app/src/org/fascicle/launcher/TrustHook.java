package org.fascicle.launcher;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Lets no bundle resolve whose content has not been granted trust, whichever way it came into the framework: a bundle that is not resolved
 * runs nothing. An update takes the trust away, as its content is another. Safe for any thread.
 */
final class TrustHook implements ResolverHookFactory, ResolverHook {
    /** When the trusted content of a bundle came, by the bundle's number. */
    private final Map<Long, Long> trusted = new ConcurrentHashMap<>();

    /** Trusts what a bundle holds now. */
    void grant(Bundle bundle) {
        trusted.put(bundle.getBundleId(), bundle.getLastModified());
    }

    /** Whether what a bundle holds now is trusted. */
    boolean trusts(Bundle bundle) {
        Long when = trusted.get(bundle.getBundleId());
        return bundle.getBundleId() == 0 || when != null && when == bundle.getLastModified();
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
        candidates.removeIf(candidate -> !trusts(candidate.getBundle()));
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> candidates) {
        // Nothing to do with trust.
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        // What is not resolvable offers nothing.
    }

    @Override
    public void end() {
        // Nothing is kept.
    }
}
