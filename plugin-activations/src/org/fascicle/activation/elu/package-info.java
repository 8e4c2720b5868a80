/** The activation {@code elu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.elu;

import org.osgi.annotation.versioning.Version;
