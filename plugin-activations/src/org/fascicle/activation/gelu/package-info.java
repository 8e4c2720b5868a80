/** The activation {@code gelu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.gelu;

import org.osgi.annotation.versioning.Version;
