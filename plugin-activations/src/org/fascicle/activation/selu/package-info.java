/** The activation {@code selu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.selu;

import org.osgi.annotation.versioning.Version;
