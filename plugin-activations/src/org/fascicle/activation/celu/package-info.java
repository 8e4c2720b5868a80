/** The activation {@code celu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.celu;

import org.osgi.annotation.versioning.Version;
