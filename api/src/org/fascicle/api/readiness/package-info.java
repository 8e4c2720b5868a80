/** Waiting for what a model needs: which techniques and which backend, whatever the start order. */
@Version("0.1.0")
package org.fascicle.api.readiness;

import org.osgi.annotation.versioning.Version;
