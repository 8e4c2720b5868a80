/** What the core can do with expressions, for tools that check or measure techniques. */
@Version("0.1.0")
package org.fascicle.api.calculus;

import org.osgi.annotation.versioning.Version;
