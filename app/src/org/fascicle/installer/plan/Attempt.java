package org.fascicle.installer.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.apache.felix.utils.resource.RequirementImpl;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolveContext;

/** What the resolver may use: the installed bundles as they are wired, and, where these do not do, what is offered beside them. */
final class Attempt extends ResolveContext {
    private final Collection<? extends Resource> wanted;
    private final Function<Requirement, List<Capability>> more;
    private final List<BundleRevision> installed = new ArrayList<>();
    private final Map<Resource, Wiring> wirings = new HashMap<>();

    /**
     * An attempt.
     *
     * @param wanted has to resolve
     * @param more what satisfies a requirement beside the installed bundles
     * @param left bundles that are taken for not installed
     * @param unwired bundles that are taken for installed and not resolved
     */
    Attempt(Collection<? extends Resource> wanted, Function<Requirement, List<Capability>> more, BundleContext context,
            Set<Bundle> left, Set<Bundle> unwired) {
        this.wanted = wanted;
        this.more = more;
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null && !left.contains(bundle)) {
                installed.add(revision);
                BundleWiring wiring = revision.getWiring();
                if (wiring != null && !unwired.contains(bundle)) {
                    wirings.put(revision, wiring);
                }
            }
        }
    }

    @Override
    public Collection<Resource> getMandatoryResources() {
        return List.copyOf(wanted);
    }

    @Override
    public List<Capability> findProviders(Requirement requirement) {
        RequirementImpl matcher = new RequirementImpl(requirement.getResource(), requirement);
        List<Capability> found = new ArrayList<>();
        for (BundleRevision revision : installed) {
            Wiring wiring = wirings.get(revision);
            List<? extends Capability> offered = wiring != null ? wiring.getResourceCapabilities(requirement.getNamespace())
                    : revision.getCapabilities(requirement.getNamespace());
            // Null where the bundle has been refreshed since.
            for (Capability capability : offered == null ? List.<Capability>of() : offered) {
                if (matcher.matches(capability)) {
                    found.add(capability);
                }
            }
        }
        found.addAll(more.apply(requirement));
        return found;
    }

    @Override
    public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
        capabilities.add(hosted);
        return capabilities.size() - 1;
    }

    @Override
    public boolean isEffective(Requirement requirement) {
        String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
        return effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE);
    }

    @Override
    public Map<Resource, Wiring> getWirings() {
        return wirings;
    }
}
