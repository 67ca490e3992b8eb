/* The components of Dash's two libraries that our pages are made of, as Dash's renderer looks for them. */
import "regenerator-runtime/runtime";  // the decorator of what comes later expects it of the page
import Input from "dash-bootstrap-components/src/components/input/Input";
import Select from "dash-bootstrap-components/src/components/input/Select";
import Graph from "dash-core-components/lib/components/Graph.react";
import Location from "dash-core-components/lib/components/Location.react";
import Store from "dash-core-components/lib/components/Store.react";

window.dash_bootstrap_components = { Input, Select };
window.dash_core_components = { Graph, Location, Store };
