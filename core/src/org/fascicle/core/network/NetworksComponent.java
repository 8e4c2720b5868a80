package org.fascicle.core.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.model.Settings;
import org.fascicle.api.network.Network;
import org.fascicle.api.network.Networks;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.model.ModelFile;
import org.fascicle.core.model.ModelReader;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Makes networks; the service that applications use. */
@Component
public final class NetworksComponent implements Networks {
    private final BundleContext context;
    private final Techniques techniques;
    private final Map<ServiceReference<Backend>, Backend> backends =
            new ConcurrentSkipListMap<>(Collections.reverseOrder());

    /** Made by Declarative Services. */
    @Activate
    public NetworksComponent(BundleContext context, @Reference Techniques techniques) {
        this.context = context;
        this.techniques = techniques;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addBackend(ServiceReference<Backend> reference, Backend backend) {
        backends.put(reference, backend);
    }

    void removeBackend(ServiceReference<Backend> reference) {
        backends.remove(reference);
    }

    @Override
    public Network read(Path modelFile, Settings settings) {
        return read(ModelFile.text(modelFile), modelFile.toString(), settings);
    }

    @Override
    public Network read(String text, String source, Settings settings) {
        ModelSpec model = new ModelReader(techniques).read(text, source, settings.overrides());
        return LiveNetwork.fresh(parts(model, settings));
    }

    @Override
    public Network restore(Path file, Settings settings) {
        Archive archive = Archive.read(file);
        ModelSpec model = new ModelReader(techniques).read(archive.modelJson(), file.toString(), settings.overrides());
        return LiveNetwork.restored(parts(model, settings), archive);
    }

    private Parts parts(ModelSpec model, Settings settings) {
        Precision precision = settings.precision().orElse(model.training().precision());
        Backend backend = BackendChoice.choose(new ArrayList<>(backends.values()), settings.backend().orElse(null), precision,
                settings.precision().isPresent() ? null : model.source());
        return new Parts(model, new TechniqueFactory(techniques), backend, precision, settings.folders(), context);
    }

    /** What a network is made of, beside its tensors. */
    static final class Parts {
        final ModelSpec model;
        final TechniqueFactory factory;
        final Backend backend;
        final Precision precision;
        final List<Path> folders;
        final BundleContext context;

        Parts(ModelSpec model, TechniqueFactory factory, Backend backend, Precision precision, List<Path> folders,
                BundleContext context) {
            this.model = model;
            this.factory = factory;
            this.backend = backend;
            this.precision = precision;
            this.folders = folders;
            this.context = context;
        }
    }
}
