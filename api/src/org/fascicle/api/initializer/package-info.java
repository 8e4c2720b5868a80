/** The contract of initializers. */
@Version("0.1.0")
package org.fascicle.api.initializer;

import org.osgi.annotation.versioning.Version;
