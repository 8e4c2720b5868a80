/** The conformance kit, as a service. */
package org.fascicle.tck;
