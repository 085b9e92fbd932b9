"""What the contract is made of: frozen values, taken at their word inside the house and read by pydantic at its doors.

Pydantic is loaded by the first door that is passed: a kept document that is read back, a sender's words about meta, the schema. To load it
and to build the contract's validators takes longer than all else that a start does, and reading a page needs neither: what the reader
says is held by the type checker. The names are pydantic's.
"""

import json
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from functools import cache
from inspect import get_annotations
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NoReturn, Self, dataclass_transform

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

BUILDING = Lock()  # a validator takes long: of several readers that want the same one, the first builds it
UNDESCRIBED = "-"  # a class without a docstring would be given one that lists its fields


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Model:
    """Fields by name alone; unknown ones are refused, and those without a default are asked for. Equal where kind and fields are."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    _blank: ClassVar[dict[str, Any]] = {}  # every field's default, in their order
    _made: ClassVar[dict[str, Callable[[], Any]]] = {}
    _asked: ClassVar[frozenset[str]]
    model_fields: ClassVar[frozenset[str]]

    def __init_subclass__(cls) -> None:
        told = {name: cls.__dict__.get(name, MISSING) for name in get_annotations(cls)}
        made: dict[str, Any] = {name: default.default_factory for name, default in told.items() if isinstance(default, Field)}
        cls._made = cls._made | made
        cls._blank = cls._blank | told
        cls._asked = frozenset(name for name, default in cls._blank.items() if default is MISSING)
        cls.model_fields = frozenset(cls._blank)

    def __init__(self, **told: Any) -> None:
        """Raises TypeError for a field that there is not, or that is missing."""
        if not (self._asked <= told.keys() <= self.model_fields):
            wrong = sorted(self._asked - told.keys()) or sorted(told.keys() - self.model_fields)
            raise TypeError(f"{type(self).__name__}: {', '.join(wrong)} missing or unknown")
        own = self.__dict__
        own.update(self._blank)
        own.update(told)
        for name, make in self._made.items():
            if name not in told:
                own[name] = make()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to {type(self).__name__}.{name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete {type(self).__name__}.{name}")

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        return type(self)(**{**self.__dict__, **update})

    def model_dump(self, *, mode: Literal["json"] = "json", exclude: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
        """As JSON has it: dicts, lists and what is simple. `exclude` names fields of this value, not of those within."""
        return {name: _plain(value) for name, value in self.__dict__.items() if name not in exclude}

    def model_dump_json(self, *, indent: int | None = None) -> str:
        return json.dumps(self, default=vars, ensure_ascii=False, indent=indent, separators=(",", ": " if indent else ":"))

    @classmethod
    def model_validate(cls, told: object) -> Self:
        """Raises Misfit."""
        return read_value(cls, told)

    @classmethod
    def model_validate_json(cls, told: str | bytes) -> Self:
        """Raises Misfit."""
        return read_json(cls, told)

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        return adapter_of(cls).json_schema()


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return {name: _plain(inner) for name, inner in value.__dict__.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return {name: _plain(inner) for name, inner in value.items()} if isinstance(value, dict) else value


class Misfit(ValueError):
    """What came in is no such value: where (JSON pointers) and why."""

    def __init__(self, wrong: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{where or '/'}: {why}" for where, why in wrong))
        self.wrong = wrong


def read_value[T: Hashable](kind: type[T], told: object) -> T:
    """Dicts and lists as a model, or a union or tuple of some. Raises Misfit."""
    adapter = adapter_of(kind)
    with _misfits():
        return adapter.validate_python(told)


def read_json[T: Hashable](kind: type[T], told: str | bytes) -> T:
    """JSON as a model, or a union or tuple of some. Raises Misfit."""
    adapter = adapter_of(kind)
    with _misfits():
        return adapter.validate_json(told)


@contextmanager
def _misfits() -> Iterator[None]:
    from pydantic import ValidationError

    try:
        yield
    except ValidationError as error:
        raise Misfit([("".join(f"/{step}" for step in each["loc"]), each["msg"]) for each in error.errors()]) from error


def adapter_of[T: Hashable](kind: type[T]) -> "TypeAdapter[T]":
    with BUILDING:
        return _adapter(kind)


@cache
def _adapter(kind: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter  # here, and not above: see the head of this file

    for model in _models(Model):
        _describe(model)
    return TypeAdapter(kind)


def _models(kind: type[Model]) -> Iterator[type[Model]]:
    """Those that are built on it, each before what is built on that."""
    for model in kind.__subclasses__():
        yield model
        yield from _models(model)


def _describe(model: type[Model]) -> None:
    """Make it a dataclass, as which pydantic knows it: only at a door, for sixty of them are a tenth of an import."""
    if "__dataclass_fields__" not in model.__dict__:
        described, model.__doc__ = model.__doc__, model.__doc__ or UNDESCRIBED
        dataclass(init=False, repr=False, eq=False, match_args=False)(model)
        model.__doc__ = described


@dataclass(frozen=True)
class Said:
    """A field's description."""

    text: str

    def __get_pydantic_json_schema__(self, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        return {**handler(schema), "description": self.text}


@dataclass(frozen=True)
class Between:
    """Both bounds are in."""

    least: int
    most: int

    def __get_pydantic_core_schema__(self, kind: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic import Field

        return handler.generate_schema(Annotated[kind, Field(ge=self.least, le=self.most)])


@dataclass(frozen=True)
class ToldBy:
    """Which of several models it is: the one with this value in the named field."""

    field: str

    def __get_pydantic_core_schema__(self, kind: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic import Field

        return handler.generate_schema(Annotated[kind, Field(discriminator=self.field)])
