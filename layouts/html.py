"""Dash's HTML components, made and written the short way: Dash's own takes ten times as long, a millisecond a page.

Each is Dash's in all else, with its properties and their types. To make one, Dash looks each property up among all that
there are and words an error beforehand, and looks them all up again to write it; here the type checker has looked.
"""

from typing import Any, TypeVar

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component, ComponentMeta

Kind = TypeVar("Kind", bound=type[Component])


def _make(self: Component, children: object = None, **properties: object) -> None:
    self.__dict__["children"] = children
    self.__dict__.update(properties)


def _plain(self: Component) -> dict[str, Any]:
    return {"props": {**self.__dict__}, "type": self._type, "namespace": self._namespace}


def _short(kind: Kind) -> Kind:
    kept = {name: getattr(kind, name) for name in ("__module__", "_namespace", "_children_props")}
    # What Dash gives to each component anew, such as the names of its properties, is the class's here.
    kept |= {name: value for name, value in vars(kind()).items() if name != "children"}
    made: Any = ComponentMeta(kind.__name__, (kind,), {**kept, "__init__": _make, "to_plotly_json": _plain})
    return made  # type: ignore[no-any-return]


A = _short(html.A)
Article = _short(html.Article)
Button = _short(html.Button)
Code = _short(html.Code)
Details = _short(html.Details)
Div = _short(html.Div)
Figure = _short(html.Figure)
Footer = _short(html.Footer)
Form = _short(html.Form)
H1 = _short(html.H1)
H2 = _short(html.H2)
Header = _short(html.Header)
Label = _short(html.Label)
Li = _short(html.Li)
Main = _short(html.Main)
Nav = _short(html.Nav)
P = _short(html.P)
Section = _short(html.Section)
Select = _short(dbc.Select)
Span = _short(html.Span)
Strong = _short(html.Strong)
Summary = _short(html.Summary)
Ul = _short(html.Ul)
