package org.fascicle.backend.gpu.cuda;

import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.gpu.run.LazyBackend;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend on a card of NVIDIA's. The configuration {@code fascicle.backend.cuda} may name the folder in which NVRTC and cuBLASLt lie,
 * {@code libraries}, and who computes products of matrices, {@code products}; or else the properties
 * {@code fascicle.backend.cuda.libraries} and {@code fascicle.backend.cuda.products} do.
 */
@Component(service = Backend.class, configurationPid = "fascicle.backend.cuda",
        property = Constants.SERVICE_RANKING + ":Integer=-100")
public final class CudaBackend extends LazyBackend {
    private static final String NAME = "cuda";
    private static final String LIBRARIES = "libraries";
    private static final String PRODUCTS = "products";
    private static final String AUTO = "auto";

    /** Made by Declarative Services. */
    @Activate
    public CudaBackend(BundleContext context, Map<String, Object> configuration) {
        super(NAME, new CudaDevices(setting(NAME, LIBRARIES, context, configuration).orElse(null),
                setting(NAME, PRODUCTS, context, configuration).orElse(AUTO)), context, configuration);
    }

    @Override
    @Deactivate
    public void stop() {
        super.stop();
    }
}
