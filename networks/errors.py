"""What can go wrong with a group, in words a person can act on."""


class GroupError(Exception):
    """Base of every error of this package. `template` and `values` are the message before its values are filled in."""

    code = "group"

    def __init__(self, template: str, *, field: str = "", **values: object) -> None:
        self.template, self.values, self.field = template, values, field
        self.message = template % values if values else template
        super().__init__(self.message)


class GroupMissing(GroupError):
    """There is no such group, or it is none of this person's business."""

    code = "group-missing"


class GroupInvalid(GroupError):
    """A field of the group is at fault; `field` names it."""

    code = "group-invalid"


class GroupClosed(GroupError):
    """The group takes nobody and nothing any more."""

    code = "group-closed"


class NotAllowed(GroupError):
    """The group has another way in, or the person has another standing in it."""

    code = "group-not-allowed"


class NotMember(GroupError):
    """This person does not belong to the group."""

    code = "group-not-member"


class LinkInvalid(GroupError):
    """The link of a mail is not complete, or leads nowhere any more."""

    code = "group-link-invalid"
